/**
 * One write for all that a commit has for a client. A commit answers commands and relays events in one go; each
 * message sent by itself would be a system call, the dearest part of relaying it (docs/performance.md).
 */
import type { Client } from './hub.ts';

export type Gather = (socket: Client) => void;

export function createGather(): Gather {
  let held: (() => void)[] = [];

  function release(): void {
    const all = held;
    held = [];
    for (const letGo of all) letGo();
  }

  /** To be called before sending: what is sent until the present chain of promises rests leaves together. */
  return ({ conn: { transport }, data: { tcp } }) => {
    // One that is not ready holds its messages back by itself.
    if (tcp === undefined || !transport.writable) return;
    transport.writable = false;
    tcp.cork();
    if (held.length === 0) process.nextTick(release);
    held.push(() => {
      transport.writable = true;
      // Engine.IO sends what has gathered as soon as its transport is ready.
      transport.emit('ready');
      tcp.uncork();
    });
  };
}
