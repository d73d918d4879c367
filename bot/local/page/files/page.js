// The chat of `newshound try` in the browser. Whatever the bot says is put in as text, never as markup:
// nodes are made one by one, and only the server says which addresses may be links.
"use strict";

const TYPING_MS = 5000; // as long as Telegram shows it
const TOAST_MS = 6000;
const RETRY_MS = 2000;
const LARGEST_FILE = 20 << 20; // as the server has it
const INLINE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

const at = (id) => document.getElementById(id);
const log = at("log"), text = at("text"), list = at("commands");
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const shown = new Map(); // key of a message -> { data, node, sent: its data as JSON }
let run = ""; // which trial these messages are of
let commands = [];
let answering = null; // key of the message that is being answered
let atEnd = true; // whether the newest message is in view, and so is the next one

function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// Texts: blocks, their lines, and what is marked within a line. Entities are nested, the outer ones first.

function overlapping(marks, from, to) {
  return marks.filter((mark) => mark.offset < to && mark.offset + mark.length > from);
}

function blocks(parent, body, from, to, marks) {
  let done = from;
  for (const mark of overlapping(marks, from, to).filter((one) => BLOCKS.has(one.type))) {
    if (mark.offset < done) continue; // within the one before
    const end = Math.min(mark.offset + mark.length, to);
    lines(parent, body, done, mark.offset, marks, true);
    parent.append(block(body, mark, end, marks.slice(marks.indexOf(mark) + 1)));
    done = body[end] === "\n" ? end + 1 : end;
  }
  lines(parent, body, done, to, marks, false);
}

function block(body, mark, end, within) {
  if (mark.type === "pre") {
    return make("pre", { dir: "auto" }, make("code", {}, body.slice(mark.offset, end)));
  }
  const quoted = make("div", { className: "quoted" });
  blocks(quoted, body, mark.offset, end, within);
  const quote = make("blockquote", {}, quoted);
  if (mark.type === "expandable_blockquote") {
    const more = make("button", { type: "button", className: "link", textContent: "Show all" });
    const fold = (folded) => {
      quote.classList.toggle("folded", folded);
      more.textContent = folded ? "Show all" : "Show less";
      more.setAttribute("aria-expanded", String(!folded));
    };
    more.onclick = () => fold(!quote.classList.contains("folded"));
    fold(true);
    quote.append(more);
  }
  return quote;
}

// Each line is a paragraph: it has the direction of its own first letter, as in Telegram.
function lines(parent, body, from, to, marks, beforeBlock) {
  if (beforeBlock && to > from && body[to - 1] === "\n") to -= 1;
  else if (from === to) return;
  for (let start = from; start <= to; ) {
    const found = body.indexOf("\n", start);
    const end = found < 0 || found > to ? to : found;
    const inner = overlapping(marks, start, end).filter((one) => !BLOCKS.has(one.type));
    parent.append(make("div", { className: "line", dir: "auto" }, inline(body, start, end, inner)));
    start = end + 1;
  }
}

function inline(body, from, to, marks) {
  const made = document.createDocumentFragment();
  let done = from;
  for (let i = 0; i < marks.length; ) {
    const start = Math.max(marks[i].offset, done), end = Math.min(marks[i].offset + marks[i].length, to);
    let next = i + 1;
    while (next < marks.length && marks[next].offset < end) next += 1;
    if (start < end) {
      made.append(body.slice(done, start), marked(body, start, end, marks[i], marks.slice(i + 1, next)));
      done = end;
    }
    i = next;
  }
  made.append(body.slice(done, to));
  return made;
}

function marked(body, from, to, mark, within) {
  const words = body.slice(from, to);
  const inside = () => inline(body, from, to, within);
  if (mark.href || mark.start) return leading(mark, "link", inside());
  if (mark.type === "bot_command") {
    return make("button", { type: "button", className: "link", onclick: () => say(words) }, words);
  }
  if (mark.type === "spoiler") {
    const cover = make("button", { type: "button", className: "spoiler" }, make("span", {}, words));
    cover.setAttribute("aria-label", "Hidden text: show it");
    cover.onclick = () => {
      const bare = make("span", { tabIndex: -1 }, inside());
      cover.replaceWith(bare);
      bare.focus();
    };
    return cover;
  }
  return make(INLINE[mark.type] || "span", {}, inside());
}

// A link to a page of the web, or a button that says something to the bot.
function leading(target, className, ...children) {
  if (target.start) {
    return make("button", { type: "button", className, onclick: () => say(target.start) }, ...children);
  }
  return make("a", { href: target.href, className, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

// Messages

function media({ kind, name, href, remote, size, picture }) {
  if (remote) {
    return make("a", { href: remote, className: "file", target: "_blank", rel: "noopener noreferrer" }, `${kind}: ${remote}`);
  }
  if (!href) return make("span", { className: "file" }, `${kind}: ${name}`);
  const file = make("a", { href, className: "file", download: "" }, `${kind}: ${name} (${Math.ceil(size / 1024)} KB)`);
  return picture ? make("div", {}, make("img", { src: href, alt: name, className: "picture" }), file) : file;
}

function key(button, message) {
  const className = `key ${button.style || ""}`;
  const label = make("bdi", {}, button.text);
  if (button.href || button.start) return leading(button, className, label);
  const node = make("button", { type: "button", className }, label);
  node.onclick = () => {
    if (button.press !== undefined) post("/press", { message, button: button.press });
    else if (button.copy !== undefined) copy(button.copy);
    else toast("This works in Telegram alone.");
  };
  return node;
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    toast("Copied.");
  } catch {
    toast(words); // to be copied by hand
  }
}

function drawn(data) {
  const bubble = make("div", { className: "bubble" }, make("span", { className: "unseen" }, `${data.who}: `));
  if (data.place) bubble.append(make("p", { className: "place", dir: "auto" }, data.place));
  if (data.reply) {
    const said = make("span", { dir: "auto" }, data.reply.text);
    const quote = make("button", { type: "button", className: "reply link" }, make("b", {}, data.reply.who), said);
    quote.onclick = () => show(data.reply.key);
    bubble.append(quote);
  }
  if (data.media) bubble.append(media(data.media));
  blocks(bubble, data.text, 0, data.text.length, data.entities);
  if (data.picks.length) {
    const names = data.picks.join(", ");
    bubble.append(make("p", { className: "note" }, `To be picked in Telegram alone: ${names}. Here, type the name or the id.`));
  }
  bubble.append(foot(data));
  const rows = data.rows.map((row) => make("div", { className: "row" }, ...row.map((one) => key(one, data.key))));
  return make("article", { className: data.own ? "message own" : "message", tabIndex: -1 }, bubble, ...rows);
}

function foot(data) {
  const when = new Date(data.at * 1000);
  const time = make("time", { dateTime: when.toISOString() }, clock.format(when));
  const made = make("div", { className: "foot" });
  if (!data.place) {
    const reply = make("button", { type: "button", onclick: () => answer(data.key) }, "Reply");
    reply.setAttribute("aria-label", `Reply to ${data.who}: ${data.excerpt.slice(0, 40)}`);
    made.append(reply);
  }
  if (data.via) made.append(`via ${data.via}`);
  if (data.edited) made.append("edited");
  made.append(time);
  return made;
}

function put(data) {
  const known = shown.get(data.key);
  const sent = JSON.stringify(data);
  if (known?.sent === sent) return; // after a reconnection most is as it was
  const node = drawn(data);
  const place = known && focusWithin(known.node);
  if (known) known.node.replaceWith(node);
  else log.append(node);
  shown.set(data.key, { data, node, sent });
  at("empty").hidden = true;
  if (data.album) {
    node.dataset.album = data.album;
    node.classList.toggle("joined", node.previousElementSibling.dataset.album === data.album);
  }
  if (place >= 0) node.querySelectorAll("a, button")[place]?.focus();
  if (atEnd || (data.own && !known)) toEnd();
  else if (!known) at("newest").hidden = false;
}

// The number of the button in a node that has the focus, so that its successor gets it; -1 where none has it.
function focusWithin(node) {
  return [...node.querySelectorAll("a, button")].indexOf(document.activeElement);
}

function drop(gone) {
  shown.get(gone)?.node.remove();
  shown.delete(gone);
  if (answering === gone) answer(null);
  at("empty").hidden = shown.size > 0;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  atEnd = true;
  at("newest").hidden = true;
}

function stayAtEnd() {
  if (atEnd) toEnd();
}

function show(wanted) {
  const node = shown.get(wanted)?.node;
  if (!node) return toast("That message is no longer there.");
  node.scrollIntoView({ block: "center" });
  node.focus();
  node.classList.add("found");
  setTimeout(() => node.classList.remove("found"), 1500);
}

// What the server tells

function state(words, lost = false) {
  at("state").textContent = words;
  at("state").classList.toggle("lost", lost);
}

function connect() {
  const events = new EventSource("/events");
  const on = (name, hear) => events.addEventListener(name, (event) => hear(JSON.parse(event.data)));
  let typing = 0;
  const still = () => {
    clearTimeout(typing);
    state("the bot on this machine");
  };
  on("chat", (all) => {
    log.setAttribute("aria-busy", "true"); // history is not read out
    const there = new Set(all.messages.map((one) => one.key));
    for (const known of [...shown.keys()]) if (run !== all.run || !there.has(known)) drop(known);
    run = all.run;
    all.messages.forEach(put);
    commands = all.commands;
    log.removeAttribute("aria-busy");
    still();
  });
  on("message", (data) => {
    if (!data.own) still();
    put(data);
  });
  on("gone", drop);
  on("commands", (all) => { commands = all; });
  on("typing", () => {
    clearTimeout(typing);
    state("is typing …");
    typing = setTimeout(still, TYPING_MS);
  });
  on("answer", (said) => {
    if (said.alert) tell(said.text);
    else if (said.text) toast(said.text);
  });
  events.onerror = () => {
    clearTimeout(typing);
    state("The connection is lost. Is `newshound try` still running? Trying again …", true);
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS); // else the browser does
  };
}

let toasting = 0;
function toast(words) {
  clearTimeout(toasting);
  at("toast").textContent = words;
  toasting = setTimeout(() => { at("toast").textContent = ""; }, TOAST_MS);
}

function tell(words) {
  const box = at("alert");
  box.querySelector("p").textContent = words;
  if (!box.open) box.showModal();
}

// What the person does

async function send(path, type, body) {
  try {
    const answered = await fetch(path, { method: "POST", headers: { "Content-Type": type }, body });
    if (answered.ok) return true;
    toast(`Not done: ${(await answered.text()).trim()}`);
  } catch {
    toast("Not sent: the bot cannot be reached.");
  }
  return false;
}

function post(path, act) {
  return send(path, "application/json", JSON.stringify(act));
}

function say(words) {
  return post("/say", { text: words });
}

function answer(wanted) {
  answering = wanted;
  const data = shown.get(wanted)?.data;
  at("answering").hidden = !data;
  if (!data) return;
  at("answering").querySelector("b").textContent = data.who;
  at("answered").textContent = data.excerpt;
  text.focus();
}

async function submit() {
  const words = text.value;
  if (!words.trim() || at("send").disabled) return;
  at("send").disabled = true;
  const sent = await post("/say", { text: words, reply_to: answering });
  at("send").disabled = false;
  if (!sent) return;
  answer(null);
  if (text.value === words) text.value = "";
  offer();
}

// Commands offered after a slash

function offer() {
  const word = /^\/(\w*)$/.exec(text.value);
  const fitting = word ? commands.filter((one) => one.command.startsWith(word[1])) : [];
  list.replaceChildren(...fitting.map((one, number) => {
    const item = make("li", { id: `command-${number}` }, make("b", {}, `/${one.command}`), make("span", { dir: "auto" }, one.description));
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.onclick = () => take(one.command);
    return item;
  }));
  list.hidden = fitting.length === 0;
  text.setAttribute("aria-expanded", String(!list.hidden));
  text.removeAttribute("aria-activedescendant");
}

function take(command) {
  text.value = `/${command} `;
  offer();
  text.focus();
}

function step(by) {
  const items = [...list.children];
  const now = items.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const next = now < 0 ? (by > 0 ? 0 : items.length - 1) : (now + by + items.length) % items.length;
  items[now]?.setAttribute("aria-selected", "false");
  items[next].setAttribute("aria-selected", "true");
  items[next].scrollIntoView({ block: "nearest" });
  text.setAttribute("aria-activedescendant", items[next].id);
}

text.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const chosen = list.querySelector("[aria-selected=true]");
  if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (!list.hidden && (event.key === "Tab" || event.key === "Enter") && chosen) {
    chosen.click();
  } else if (event.key === "Escape" && !list.hidden) {
    list.hidden = true;
    text.setAttribute("aria-expanded", "false");
  } else if (event.key === "Escape") {
    answer(null);
  } else if (event.key === "Enter" && !event.shiftKey) {
    submit();
  } else {
    return;
  }
  event.preventDefault();
});
text.addEventListener("input", offer);
at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
at("answering").querySelector("button").onclick = () => {
  answer(null);
  text.focus();
};
at("newest").onclick = toEnd;
log.addEventListener("scroll", () => {
  atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  if (atEnd) at("newest").hidden = true;
});
log.addEventListener("load", stayAtEnd, true); // of a picture, which has had no height before
addEventListener("resize", stayAtEnd); // a phone's keyboard
at("attach").querySelector("input").onchange = async ({ target }) => {
  const [file] = target.files;
  if (file?.size > LARGEST_FILE) toast("Bots take files of up to 20 MB.");
  else if (file) await send(`/file?name=${encodeURIComponent(file.name)}`, "application/octet-stream", file);
  target.value = ""; // so that the same file can be chosen again
};
for (const button of document.querySelectorAll("[data-say]")) button.onclick = () => say(button.dataset.say);
if (matchMedia("(pointer: fine)").matches) text.focus(); // elsewhere a keyboard would cover half of the chat
connect();
