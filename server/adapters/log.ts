/**
 * JSON lines on standard error. No token, number, address or content may be in a line: callers pass codes, ids
 * and durations, and an error's own text only where it is ours.
 */
import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';

export function createLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Logger {
  const destination = pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: stdSerializers.err },
    },
    destination,
  );
}
