import { StringDecoder } from 'node:string_decoder';
import { applicationKey, characterKey, type Key, sequenceKey } from './keys.ts';

/** Turns what a terminal sends into keys and pasted text. */
export interface Decoder {
  readonly feed: (chunk: Buffer) => void;
  /** Forgets what is incomplete and stops every timer. */
  readonly close: () => void;
}

/** What a terminal was made to send. */
export interface DecoderEvents {
  readonly key: (key: Key) => void;
  readonly paste: (text: string) => void;
}

/** A lone ESC this old is the key, and not the begin of a sequence that the link has split. */
const ESCAPE_MS = 50;
/** The rest of a sequence, or of a paste, comes within this. */
const REST_MS = 300;
const PASTE_REST_MS = 2000;

const PASTE_END = '\x1b[201~';
const MOST_PASTED = 65_536;
const LONGEST_REPLY = 4096;

const CSI = /^\x1b\[([0-?]*)[ -/]*([@-~])/;
const PART_OF_CSI = /^\x1b\[[0-?]*[ -/]*$/;
/** OSC, DCS, APC and PM: only terminals speak so, in answers to questions we did not ask. */
const REPLY = /^\x1b[\]P_^][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)/;
const PART_OF_REPLY = /^\x1b[\]P_^][^\x07\x1b\x9c]*\x1b?$/;
const LONGEST_SEQUENCE = 64;

/**
 * A decoder. A sequence that arrives in pieces is one key; an answer of the terminal, a mouse or a
 * focus report is none; what is pasted is text and never keys.
 */
export function createDecoder(events: DecoderEvents): Decoder {
  const utf8 = new StringDecoder('utf8');
  let pending = '';
  let pasted: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const press = (key: Key | undefined): void => {
    if (key !== undefined) events.key(key);
  };
  const endPaste = (): void => {
    const text = pasted ?? '';
    pasted = undefined;
    events.paste(text);
  };

  /** Takes one thing from the front of what is pending. False: the rest has yet to come. */
  function takeOne(): boolean {
    if (pasted !== undefined) return takePaste();
    if (pending.charAt(0) !== '\x1b') {
      press(characterKey(take(codePointLength(pending))));
      return true;
    }
    if (pending.length === 1) return false;
    const kind = pending.charAt(1);
    if (kind === '[') return takeCsi();
    if (kind === 'O') {
      if (pending.length < 3) return false;
      press(applicationKey(take(3).charAt(2)));
      return true;
    }
    const reply = REPLY.exec(pending);
    if (reply !== null) {
      take(reply[0].length);
      return true;
    }
    if (PART_OF_REPLY.test(pending) && pending.length < LONGEST_REPLY) return false;
    if (kind === '\x1b') press(characterKey(take(1)));
    else press(characterKey(take(1 + codePointLength(pending.slice(1))).slice(1), true));
    return true;
  }

  function takeCsi(): boolean {
    // Two old forms put letters where a final byte would end the sequence: mouse and Linux F1–F5.
    const old = pending.charAt(2);
    if (old === 'M' || old === '[') {
      const length = old === 'M' ? 6 : 4;
      if (pending.length < length) return false;
      const function_ = 'ABCDE'.indexOf(take(length).charAt(3)) + 1;
      if (old === '[' && function_ > 0) press({ key: `f${function_}` });
      return true;
    }
    const [sequence, parameters = '', final = ''] = CSI.exec(pending) ?? [];
    if (sequence === undefined) {
      if (PART_OF_CSI.test(pending) && pending.length < LONGEST_SEQUENCE) return false;
      // Not a sequence after all: nothing in it may become a key.
      take(2);
      return true;
    }
    take(sequence.length);
    if (parameters === '200' && final === '~') pasted = '';
    else if (!/^[<=>?]/.test(parameters)) press(sequenceKey(parameters, final));
    return true;
  }

  function takePaste(): boolean {
    const end = pending.indexOf(PASTE_END);
    // Its end may have come in part.
    const length = end < 0 ? Math.max(0, pending.length - PASTE_END.length + 1) : end;
    pasted = ((pasted ?? '') + take(length)).slice(0, MOST_PASTED);
    if (end < 0) return false;
    take(PASTE_END.length);
    endPaste();
    return true;
  }

  function take(length: number): string {
    const taken = pending.slice(0, length);
    pending = pending.slice(length);
    return taken;
  }

  /** The rest did not come: a lone ESC was the key, anything longer is dropped. */
  function giveUp(): void {
    const rest = pending;
    pending = '';
    if (pasted !== undefined) {
      pasted += rest;
      endPaste();
    } else if (rest === '\x1b') press(characterKey(rest));
    else if (/^\x1b[[O\]P_^]$/.test(rest)) press(characterKey(rest.charAt(1), true));
  }

  return {
    feed(chunk) {
      clearTimeout(timer);
      const text = utf8.write(chunk);
      // After an ESC alone, only what begins a sequence can belong to it.
      if (pending === '\x1b' && !/^[[O]/.test(text)) giveUp();
      pending += text;
      while (pending !== '' && takeOne());
      if (pending === '' && pasted === undefined) return;
      const wait = pasted !== undefined ? PASTE_REST_MS : pending === '\x1b' ? ESCAPE_MS : REST_MS;
      timer = setTimeout(giveUp, wait);
    },
    close() {
      clearTimeout(timer);
      pending = '';
      pasted = undefined;
    },
  };
}

function codePointLength(text: string): number {
  return String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}
