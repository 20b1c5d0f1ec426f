/** `npm run bench -- NAME`: measures the real server. Exits 0 when it could measure, whatever it measured. */
const BENCHES: Readonly<Record<string, () => Promise<{ run(): Promise<void> }>>> = {
  relay: () => import('./relay/bench.ts'),
  page: () => import('./page.ts'),
  call: () => import('./call.ts'),
  sweep: () => import('./sweep/bench.ts'),
  ledger: () => import('./ledger/bench.ts'),
  consent: () => import('./consent/bench.ts'),
};

const [name = ''] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load) {
  const bench = await load();
  await bench.run();
} else {
  process.stderr.write(
    `usage: npm run bench -- NAME, where NAME is one of ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exitCode = 2;
}
