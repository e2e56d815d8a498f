// Runs before textual.js, which opens the socket, fills .textual-terminal and marks the body -first-byte and -closed.
"use strict";

// The server says why a session ended; textual.js passes over messages that it does not know.
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", (event) => {
      if (typeof event.data !== "string") return;
      const [kind, text] = JSON.parse(event.data);
      if (kind === "said") document.getElementById("said").textContent = text;
    });
  }
};

// The keyboard goes to the terminal at once, and to the button once the session has ended.
function focus() {
  const closed = document.body.classList.contains("-closed");
  document.querySelector(closed ? "#again" : ".xterm-helper-textarea")?.focus();
}

document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("again").addEventListener("click", () => location.reload());
  new MutationObserver(focus).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
