// Reloads the page when the preview has built the site again. Served by `build.py serve` alone.

const address = new URL("/livereload", location.href);
address.protocol = location.protocol === "https:" ? "wss:" : "ws:";

/** Connects, and tries again each second when the preview was stopped. */
function connect() {
  const socket = new WebSocket(address);
  socket.addEventListener("message", (event) => {
    if (JSON.parse(event.data).command === "reload") location.reload();
  });
  socket.addEventListener("close", () => setTimeout(connect, 1000));
}

connect();
