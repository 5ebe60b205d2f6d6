"""Thi Đua: hệ thống mã nguồn mở cho công tác thi đua, khen thưởng."""
