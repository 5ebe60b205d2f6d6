"""Pages of councils: the council, its sittings, the steps of a sitting, the ballot."""
