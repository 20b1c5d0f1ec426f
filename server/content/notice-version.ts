/**
 * A version of the privacy notice stands for a text and for periods: `2026-11-21` is the text with its own periods,
 * `2026-11-21.2` the same text with the controller's second record of periods.
 */

export interface NoticeVersion {
  /** Version of the file. */
  readonly text: string;
  /** Number of the record of periods; 1 for the text's own. */
  readonly record: number;
}

export function writeNoticeVersion({ text, record }: NoticeVersion): string {
  return record === 1 ? text : `${text}.${record}`;
}

/** Undefined when no version could be written like this. */
export function readNoticeVersion(version: string): NoticeVersion | undefined {
  const [, text, record] = /^([^.]+)(?:\.([1-9]\d{0,5}))?$/.exec(version) ?? [];
  if (text === undefined || record === '1') return undefined;
  return { text, record: Number(record ?? 1) };
}
