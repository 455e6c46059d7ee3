// Made by `make generate` from realtime/protocol; do not edit.
export const VERSION = 1;

export interface Resume {
  readonly epoch: string;
  readonly seq: number;
}

export interface Hello {
  readonly type: "hello";
  readonly version: number;
  readonly ticket: string;
  readonly device: string;
  readonly microphone?: boolean;
  readonly camera?: boolean;
  readonly resume?: Resume | null;
}

export interface Say {
  readonly type: "say";
  readonly id: string;
  readonly text: string;
}

export interface Devices {
  readonly type: "devices";
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen?: boolean;
}

export interface Remove {
  readonly type: "remove";
  readonly member: string;
}

export interface End {
  readonly type: "end";
}

export interface Goodbye {
  readonly type: "goodbye";
}

export interface Pong {
  readonly type: "pong";
}

export interface Member {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly role: string;
  readonly verified: boolean;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen?: boolean;
}

export interface Line {
  readonly seq: number;
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly text: string;
  readonly at: string;
}

export interface Welcome {
  readonly type: "welcome";
  readonly version: number;
  readonly you: Member;
  readonly members: readonly Member[];
  readonly epoch: string;
  readonly chat: readonly Line[];
  readonly recovered: boolean;
}

export interface Joined {
  readonly type: "joined";
  readonly member: Member;
}

export interface Changed {
  readonly type: "changed";
  readonly member: Member;
}

export interface Left {
  readonly type: "left";
  readonly member: string;
}

export interface Said {
  readonly type: "said";
  readonly line: Line;
}

export interface Ping {
  readonly type: "ping";
}

export interface Refused {
  readonly type: "refused";
  readonly request: string;
  readonly code: string;
}

export type FromBrowser = Hello | Say | Devices | Remove | End | Goodbye | Pong;

export type ToBrowser = Welcome | Joined | Changed | Left | Said | Refused | Ping;

export const Close = {
  RESTART: 4001,
  TOO_SLOW: 4002,
  NO_HELLO: 4003,
  SILENT: 4004,
  REPLACED: 4100,
  ENDED: 4101,
  REMOVED: 4102,
  BAD_FRAME: 4103,
  BAD_TICKET: 4104,
  NOT_ALLOWED: 4105,
  FULL: 4106,
  OLD_PAGE: 4107,
  TOO_MANY_FRAMES: 4108,
  GOODBYE: 4109,
} as const;
