/** Attributes a CPU profile to the stages of a command's way. */
import type { Profiler } from 'node:inspector/promises';

/** First match wins, from the innermost frame of each sample outwards. */
const STAGES: readonly (readonly [string, RegExp])[] = [
  // Starting and stopping the profiler is none of the server's work.
  ['idle', /^\(idle\)|node:inspector/],
  ['garbage-collection', /^\(garbage collector\)/],
  [
    'socket-io',
    /^\(program\)|engine\.io\/|node_modules\/ws\/|node:(internal\/)?(net|stream|streams|timers|http)/,
  ],
  ['parse-and-validate', /socket\.io-parser|realtime\/(dispatch|schemas|budget)|valibot/],
  ['encode-and-emit', /socket\.io|component-emitter|node:events|session\/redact|realtime\/(hub|realtime)/],
  ['decide-and-evolve', /session\/(decide|sessions|live|categories|projection)|protocol\/|privacy\/guard/],
  ['seal-and-hash', /ledger\/entry|session\/record|node:internal\/crypto/],
  ['commit', /adapters\/sqlite|ledger\/ledger/],
];
const OTHER = 'other';

/** Part of the busy time that each stage took, largest first. */
export function shares(profile: Profiler.Profile): [string, number][] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const stageOf = new Map<number, string>();
  const find = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const frame = nodes.get(at)?.callFrame;
      const label = frame?.url || frame?.functionName || '';
      const stage = STAGES.find(([, pattern]) => pattern.test(label));
      if (stage) return stage[0];
    }
    return OTHER;
  };
  const times = new Map<string, number>();
  profile.samples?.forEach((id, index) => {
    const stage = stageOf.get(id) ?? find(id);
    stageOf.set(id, stage);
    times.set(stage, (times.get(stage) ?? 0) + (profile.timeDeltas?.[index] ?? 0));
  });
  times.delete('idle');
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([stage, time]): [string, number] => [stage, time / busy])
    .sort(([, a], [, b]) => b - a);
}
