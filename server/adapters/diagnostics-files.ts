/**
 * What the operator's systems know of a line, from files: `<folder>/<controller>.json`, an object of readings by
 * number. A stand-in for the operator's own system, and the shape to be had from it. Read anew at each question, as
 * the answer is about now.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { DiagnosticReading } from '../../protocol/diagnostics.ts';
import type { Clock, Diagnostics } from '../ports.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Reading = v.strictObject({
  takenAt: v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse)),
  usage: v.strictObject({ megabytes: Count, includedMegabytes: v.exactOptional(Count), minutes: Count }),
  router: v.exactOptional(
    v.strictObject({
      model: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
      online: v.boolean(),
      signalBars: v.pipe(Count, v.maxValue(4)),
      upHours: Count,
    }),
  ),
}) satisfies v.GenericSchema<unknown, DiagnosticReading>;
const Readings = v.record(v.pipe(v.string(), v.regex(/^\+[1-9]\d{6,14}$/)), Reading);

/** A line that is nobody's, for a demo without files. */
const SAMPLE: Omit<DiagnosticReading, 'takenAt'> = {
  usage: { megabytes: 18_400, includedMegabytes: 20_000, minutes: 212 },
  router: { model: 'Sample 4G', online: true, signalBars: 1, upHours: 912 },
};

/** @param withoutFile what a controller without a file has: a demo shows a sample, production nothing. */
export function openDiagnosticFiles(
  folder: string,
  withoutFile: 'sample' | 'nothing',
  clock: Clock,
): Diagnostics {
  return {
    async of(controller, number) {
      const file = join(folder, `${controller}.json`);
      const text = await readFile(file, 'utf8').catch(ignoreMissing);
      if (text === undefined) {
        return withoutFile === 'sample' ? { takenAt: clock.now(), ...SAMPLE } : undefined;
      }
      const parsed = v.safeParse(Readings, JSON.parse(text));
      if (!parsed.success) {
        // Names the place within a reading, and never the number that it is about.
        const place = parsed.issues[0].path
          ?.slice(1)
          .map(({ key }) => String(key))
          .join('.');
        throw new Error(`${file}: ${place || 'a number'} is not as it must be`);
      }
      return parsed.output[number];
    },
  };
}

function ignoreMissing(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
