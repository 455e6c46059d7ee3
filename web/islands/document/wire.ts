/** Frames of the document socket: realtime/documents/PROTOCOL.md. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export const Kind = { SYNC: 0, AWARENESS: 1, RECEIPT: 64, HELLO: 65, NOTICE: 66 } as const;
export const Step = { STATE: 0, DIFFERENCE: 1, UPDATE: 2 } as const;
type StepNumber = (typeof Step)[keyof typeof Step];

/** The update that says nothing. */
export const NOTHING = new Uint8Array([0, 0]);

export interface Hello {
  readonly generation: string;
  readonly rights: "write" | "read";
  readonly name: string;
  readonly person: string;
  readonly colour: number;
}

export interface Notice {
  readonly code: string;
  readonly message: string;
}

export type FromService =
  | { kind: "sync"; step: number; bytes: Uint8Array }
  | { kind: "awareness"; bytes: Uint8Array }
  | { kind: "receipt"; durable: number }
  | { kind: "hello"; hello: Hello }
  | { kind: "notice"; notice: Notice }
  | { kind: "unknown" };

export function read(frame: Uint8Array): FromService {
  const from = decoding.createDecoder(frame);
  switch (decoding.readVarUint(from)) {
    case Kind.SYNC:
      return { kind: "sync", step: decoding.readVarUint(from), bytes: decoding.readVarUint8Array(from) };
    case Kind.AWARENESS:
      return { kind: "awareness", bytes: decoding.readVarUint8Array(from) };
    case Kind.RECEIPT:
      return { kind: "receipt", durable: decoding.readVarUint(from) };
    case Kind.HELLO:
      return { kind: "hello", hello: JSON.parse(decoding.readVarString(from)) as Hello };
    case Kind.NOTICE:
      return { kind: "notice", notice: JSON.parse(decoding.readVarString(from)) as Notice };
    default:
      return { kind: "unknown" };
  }
}

export function sync(step: StepNumber, bytes: Uint8Array): Uint8Array {
  return written((to) => {
    encoding.writeVarUint(to, Kind.SYNC);
    encoding.writeVarUint(to, step);
    encoding.writeVarUint8Array(to, bytes);
  });
}

export function awareness(bytes: Uint8Array): Uint8Array {
  return written((to) => {
    encoding.writeVarUint(to, Kind.AWARENESS);
    encoding.writeVarUint8Array(to, bytes);
  });
}

function written(write: (to: encoding.Encoder) => void): Uint8Array {
  const to = encoding.createEncoder();
  write(to);
  return encoding.toUint8Array(to);
}
