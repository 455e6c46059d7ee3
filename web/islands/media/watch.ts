/** Watches one peer connection: `up` when it stands, `down` when it failed or stays cut for a while. */

const PATIENCE_MS = 4000;
const CONNECT_MS = 15000;

export function watch(pc: RTCPeerConnection, up: () => void, down: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(fail, CONNECT_MS);
  let over = false;

  function fail(): void {
    clearTimeout(timer);
    if (!over && pc.connectionState !== "closed") {
      over = true;
      down();
    }
  }

  pc.addEventListener("connectionstatechange", () => {
    if (over) return;
    if (pc.connectionState === "connected") {
      clearTimeout(timer);
      timer = undefined;
      up();
    } else if (pc.connectionState === "failed") {
      fail();
    } else if (pc.connectionState === "disconnected") {
      timer ??= setTimeout(fail, PATIENCE_MS);
    } else if (pc.connectionState === "closed") {
      clearTimeout(timer);
    }
  });
}
