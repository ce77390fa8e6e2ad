// One phone: shows what the server says, and tells the server what the person does.

const TOAST_MS = 4000;
const NEAR_THE_END = 120;

export class Phone {
  constructor(html, onLeave) {
    this.root = fragment(html);
    this.key = this.root.dataset.chat;
    this.version = Number(this.root.dataset.version);
    this.talk = this.root.querySelector(".talk");
    this.bubbles = this.root.querySelector(".bubbles");
    this.menu = this.root.querySelector(".menu");
    this.begin = this.root.querySelector(".begin");
    this.menuButton = this.root.querySelector(".commands");
    this.words = this.root.querySelector("textarea");
    this.toast = this.root.querySelector(".toast");
    this.alert = this.root.querySelector(".alert");
    this.listen(onLeave);
  }

  listen(onLeave) {
    this.root.addEventListener("click", (event) => this.clicked(event.target));
    this.root.querySelector(".leave").addEventListener("click", () => onLeave(this));
    this.root.querySelector(".write").addEventListener("submit", (event) => this.submit(event));
    this.words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.showMenu(false);
    });
    // A picture that arrives late makes the talk longer.
    this.bubbles.addEventListener("load", () => this.toEnd(), true);
  }

  clicked(target) {
    const button = target.closest("button");
    if (button?.dataset.press !== undefined) this.press(button);
    else if (button?.dataset.write !== undefined) this.write(button.dataset.write);
    else if (button?.classList.contains("speak")) this.act({ kind: "speak" });
    else if (button === this.menuButton) this.showMenu(this.menu.hidden);
    else if (button?.classList.contains("close")) this.alert.close();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.words.value.trim();
    this.words.value = "";
    const sent = text && (await this.write(text));
    if (text && !sent?.ok) this.words.value ||= text; // What was typed is not lost with the connection.
  }

  write(text) {
    this.showMenu(false);
    return this.act({ kind: "write", text });
  }

  async press(button) {
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const message = Number(button.closest("[data-message]").dataset.message);
    const answer = await this.act({ kind: "press", message, data: button.dataset.press });
    button.removeAttribute("aria-busy");
    if (answer?.ok) this.notice(await answer.json());
  }

  async act(action) {
    const body = JSON.stringify(action);
    try {
      return await fetch(`/chat/${this.key}/act`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    } catch {
      return null; // The page says by itself that there is no connection.
    }
  }

  notice({ text, alert }) {
    if (!text) return;
    if (alert) return this.showAlert(text);
    this.toast.textContent = text;
    clearTimeout(this.toastEnds);
    this.toastEnds = setTimeout(() => (this.toast.textContent = ""), TOAST_MS);
  }

  showAlert(text) {
    this.alert.querySelector("p").textContent = text;
    if (!this.alert.open) this.alert.showModal();
    const { left, width } = this.root.getBoundingClientRect();
    this.alert.style.margin = `auto auto auto ${Math.max(0, left + (width - this.alert.offsetWidth) / 2)}px`;
  }

  showMenu(open) {
    this.menu.hidden = !open || !this.menu.children.length;
    this.menuButton.setAttribute("aria-expanded", String(!this.menu.hidden));
  }

  // A message that is new, changed, or (without html) gone.
  bubble(message, html) {
    const old = this.bubbles.querySelector(`[data-message="${message}"]`);
    const follow = this.nearEnd();
    if (document.activeElement === this.begin) this.talk.focus({ preventScroll: true });
    if (!html) old?.remove();
    else if (old) this.replace(old, fragment(html));
    else this.add(message, fragment(html));
    this.root.classList.toggle("empty", !this.bubbles.children.length);
    if (follow || (html && !old)) this.toEnd();
  }

  add(message, fresh) {
    const later = [...this.bubbles.children].find((bubble) => Number(bubble.dataset.message) > message);
    const asked = this.talk === document.activeElement && !later;
    this.bubbles.insertBefore(fresh, later ?? null);
    if (asked) fresh.querySelector(".key")?.focus({ preventScroll: true });
  }

  // Whoever works with the keyboard keeps their place among the buttons; where it is gone, the next question's are near.
  replace(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    const place = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
    old.replaceWith(fresh);
    if (place >= 0) (fresh.querySelectorAll("button, a")[place] ?? this.talk).focus({ preventScroll: true });
  }

  about(menu, words) {
    this.menu.innerHTML = menu;
    this.root.querySelector(".description").textContent = words;
  }

  nearEnd() {
    return this.talk.scrollHeight - this.talk.scrollTop - this.talk.clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.talk.scrollTop = this.talk.scrollHeight;
  }
}

// The server has escaped everything that people wrote.
function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}
