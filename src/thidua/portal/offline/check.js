
"use strict";
const list = JSON.parse(document.getElementById("du-lieu").textContent);
const out = document.getElementById("ket-qua");
const HEAD = 69; // version 1, key id 4, signature 64

const said = (tone, title, sentence, facts) => {
  out.replaceChildren();
  const box = document.createElement("section");
  box.dataset.tone = tone;
  const head = document.createElement("h2");
  head.textContent = title;
  const text = document.createElement("p");
  text.textContent = sentence;
  box.append(head, text);
  if (facts) {
    const dl = document.createElement("dl");
    const [code, number, day, award, name, unit] = facts;
    const [y, m, d] = day.split("-");
    const lines = [["Được tặng", name], ["Đơn vị", unit], ["Quyết định", `${number}, ngày ${d}/${m}/${y}`], ["Hình thức", award], ["Mã xác minh", code.replace(/(.{4})(?=.)/g, "$1-")]];
    for (const [label, value] of lines) {
      const dt = document.createElement("dt");
      dt.textContent = label;
      const dd = document.createElement("dd");
      dd.textContent = value;
      dl.append(dt, dd);
    }
    box.append(dl);
  }
  out.append(box);
};

const bytesOf = (text) => {
  const compact = text.replace(/\s+/g, "");
  const at = compact.indexOf("?c=");
  const seal = at < 0 ? compact : compact.slice(at + 3).split("&")[0];
  if (!/^[A-Za-z0-9_-]+$/.test(seal) || seal.length > 4000) return null;
  const plain = atob(seal.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(seal.length / 4) * 4, "="));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

const check = async (text) => {
  let raw = null;
  try { raw = bytesOf(text); } catch { raw = null; }
  if (!raw || raw.length <= HEAD || raw[0] !== 1) {
    return said("warn", "Không đọc được", "Chuỗi này không phải dữ liệu xác minh. Quét lại mã QR và dán đủ cả chuỗi.");
  }
  const id = hex(raw.slice(1, 5));
  const key = list.keys.find((one) => one.id === id);
  if (!key) {
    return said("danger", "Không phải khóa của cơ quan này", `Không có khóa công khai ${id} trong danh sách. Bằng không do cơ quan này cấp, hoặc danh sách đã cũ: tải lại trang này từ trang xác minh.`);
  }
  const signed = new Uint8Array(raw.length - 64);
  signed.set(raw.slice(0, 5));
  signed.set(raw.slice(HEAD), 5);
  let genuine;
  try {
    const opened = await crypto.subtle.importKey("raw", fromHex(key.public_key), { name: "Ed25519" }, false, ["verify"]);
    genuine = await crypto.subtle.verify({ name: "Ed25519" }, opened, raw.slice(5, HEAD), signed);
  } catch {
    return said("warn", "Trình duyệt quá cũ", "Trình duyệt này chưa kiểm tra được chữ ký Ed25519. Dùng Chrome, Edge từ 137, Firefox từ 129 hoặc Safari từ 17.");
  }
  if (!genuine) return said("danger", "Nội dung đã bị sửa", "Nội dung đã bị sửa sau khi ký: chữ ký không khớp. Không dùng bằng này làm căn cứ.");
  let facts;
  try { facts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw.slice(HEAD))); } catch { facts = null; }
  if (!Array.isArray(facts) || facts.length !== 6 || !facts.every((one) => typeof one === "string")) {
    return said("warn", "Không đọc được", "Chữ ký đúng nhưng nội dung theo mẫu mà trang này chưa đọc được. Tải lại trang này.");
  }
  if (key.revoked_at) {
    return said("warn", "Khóa ký đã bị thu hồi", `Chữ ký khớp nhưng khóa ${id} đã bị thu hồi vì lộ: người khác có thể đã ký. Chỉ tin khi trang xác minh trực tuyến trả lời là thật.`, facts);
  }
  return said("ok", "Chữ ký đúng, nội dung chưa bị sửa", "So từng dòng dưới đây với bằng. Bằng đã bị hủy bỏ hoặc thay mới hay chưa thì phải tra trực tuyến.", facts);
};

document.getElementById("kiem-tra").addEventListener("submit", (event) => {
  event.preventDefault();
  check(document.getElementById("noi-dung").value);
});
const words = { signing: "đang ký", retired: "đã thay, còn dùng để kiểm tra", revoked: "đã thu hồi vì lộ" };
for (const key of list.keys) {
  const item = document.createElement("li");
  const code = document.createElement("code");
  code.textContent = `${key.id}: ${key.public_key}`;
  item.append(code, ` (${words[key.state]})`);
  document.getElementById("khoa").append(item);
}
