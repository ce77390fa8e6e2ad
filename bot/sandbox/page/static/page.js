// The page: which phones lie on it, and the news for all of them over one connection.

import { Phone } from "./phone.js";

const KEPT = "nege-phones";
const AGAIN_MS = 2000;
const language = document.documentElement.lang;
const table = document.getElementById("phones");
const offline = document.getElementById("offline");
const phones = new Map();
let news = null;
let heard = Infinity; // the version of the world up to which every phone here knows everything

async function open(opening) {
  const body = JSON.stringify({ language, ...opening });
  const answer = await fetch("/chat", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (!answer.ok) return null;
  const phone = new Phone(await answer.text(), leave);
  phones.set(phone.key, phone);
  heard = Math.min(heard, phone.version);
  table.append(phone.root);
  phone.toEnd();
  return phone;
}

async function join(start = "") {
  const phone = await open({ start });
  remember();
  listen();
  phone?.root.scrollIntoView({ inline: "center", block: "nearest" });
  return phone;
}

function leave(phone) {
  phone.root.remove();
  phones.delete(phone.key);
  remember();
  if (phones.size) listen();
  else join();
}

function remember() {
  sessionStorage.setItem(KEPT, JSON.stringify([...phones.keys()]));
}

function listen() {
  news?.close();
  const query = new URLSearchParams([...phones.keys()].map((key) => ["chat", key]));
  query.set("after", heard);
  news = new EventSource(`/chat/news?${query}`);
  news.addEventListener("open", () => (offline.hidden = true));
  news.addEventListener("error", lost);
  news.addEventListener("bubble", (event) => told(event, (phone, { message, html }) => phone.bubble(message, html)));
  news.addEventListener("menu", (event) => told(event, (phone, { menu, about }) => phone.about(menu, about)));
  news.addEventListener("gone", (event) => told(event, leave));
}

function told(event, show) {
  const data = JSON.parse(event.data);
  heard = Math.max(heard, Number(event.lastEventId));
  if (phones.has(data.chat)) show(phones.get(data.chat), data);
}

function lost() {
  offline.hidden = false;
  if (news.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS);
}

async function begin() {
  const query = new URLSearchParams(location.search);
  const start = query.get("start");
  for (const key of JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")) await open({ key });
  if (start !== null) {
    // Reloading the page must not bring another person by the same link.
    query.delete("start");
    history.replaceState(null, "", query.size ? `/?${query}` : "/");
    await join(start);
  } else if (phones.size) listen();
  else await join();
}

document.getElementById("add").addEventListener("click", async () => {
  const phone = await join();
  phone?.root.querySelector(".begin").focus({ preventScroll: true });
});
begin();
