/** The frames a browser and the service exchange about media; the mirror of realtime/sfu/signalling.py. */

export type Which = "publish" | "subscribe" | "both";

export interface Place {
  readonly mid: string;
  readonly kind: "audio" | "video";
  readonly member: string | null;
  readonly source: string | null;
  readonly label: string | null;
}

export type ToService =
  | { readonly type: "media.publish"; readonly attempt: number; readonly sdp: string; readonly labels: Record<string, string> }
  | { readonly type: "media.subscribe" }
  | { readonly type: "media.answer"; readonly number: number; readonly sdp: string };

export type FromService =
  | { readonly type: "media.published"; readonly attempt: number; readonly connection: number; readonly sdp: string }
  | { readonly type: "media.offer"; readonly connection: number; readonly number: number; readonly sdp: string }
  | { readonly type: "media.places"; readonly connection: number; readonly places: readonly Place[] }
  | { readonly type: "media.lost"; readonly which: Which; readonly connection: number | null }
  | { readonly type: "media.refused"; readonly request: string; readonly code: string; readonly attempt: number | null };

/** Whatever carries the frames: the room's socket. `onMessage` returns a function that stops listening. */
export interface Carrier {
  send(message: ToService): void;
  onMessage(handler: (message: FromService) => void): () => void;
}

const TYPES: readonly string[] = ["media.published", "media.offer", "media.places", "media.lost", "media.refused"];

/** Whether a frame of the room's socket is one of ours. */
export function isMediaFrame(frame: { readonly type: string }): frame is FromService {
  return TYPES.includes(frame.type);
}
