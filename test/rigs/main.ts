/**
 * `npm run rig -- NAME [--runs N] [--plant FAULT]`: tries the real server hard. Exits 0 when all went well, 1 when
 * something did not (or a fault was planted, to show that the rig would notice), 2 when the command is wrong.
 */
import { parseArgs } from 'node:util';
import { createFigures, type Figures } from './figures.ts';

export interface RigOptions {
  readonly runs: number;
  readonly plant: string | undefined;
  readonly figures: Figures;
}

interface Rig {
  /** Faults that can be planted. */
  readonly plants: readonly string[];
  readonly runs: number;
  run(options: RigOptions): Promise<void>;
}

const RIGS: Readonly<Record<string, () => Promise<Rig>>> = {
  audit: async () => (await import('./audit/rig.ts')).audit,
  crash: async () => (await import('./crash/rig.ts')).crash,
  consent: async () => (await import('./consent/rig.ts')).consent,
  clock: async () => (await import('./clock/rig.ts')).clock,
  isolation: async () => (await import('./isolation/rig.ts')).isolation,
  erasure: async () => (await import('./erasure/rig.ts')).erasure,
};

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    options: { runs: { type: 'string' }, plant: { type: 'string' } },
    allowPositionals: true,
  });
  const [name = '', ...rest] = positionals;
  const load = Object.hasOwn(RIGS, name) && rest.length === 0 ? RIGS[name] : undefined;
  if (!load) return misused(`NAME is one of: ${Object.keys(RIGS).join(', ')}`);
  const rig = await load();
  const runs = values.runs === undefined ? rig.runs : Number(values.runs);
  if (!Number.isSafeInteger(runs) || runs < 1) return misused('N is a whole number from 1');
  if (values.plant !== undefined && !rig.plants.includes(values.plant)) {
    return misused(`FAULT is one of: ${rig.plants.join(', ')}`);
  }
  const figures = createFigures((line) => process.stdout.write(line));
  await rig.run({ runs, plant: values.plant, figures });
  return figures.ok() ? 0 : 1;
}

function misused(why: string): number {
  process.stderr.write(`usage: npm run rig -- NAME [--runs N] [--plant FAULT]\n${why}\n`);
  return 2;
}
