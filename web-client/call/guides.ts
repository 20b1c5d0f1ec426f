/** Guides as they come from the server: immutable, so each is fetched once per language. */
import type { GuideDocument } from '../../protocol/guide.ts';
import type { JoinedSession } from '../../protocol/session.ts';
import type { Stage } from '../../protocol/stage.ts';
import { currentLanguage } from '../entry/language.ts';
import type { GuideTexts } from './announce.ts';

export type GuideStage = Extract<Stage, { kind: 'guide' }>;

const held = new Map<string, GuideDocument>();
/** Asked for by the screen and by the announcement at once, fetched once. */
const coming = new Map<string, Promise<GuideDocument | undefined>>();

export function guideAddress(controller: string, stage: GuideStage, language: string): string {
  return `/guides/${controller}/${stage.guide}/${stage.version}/${language}.json`;
}

export function heldGuide(address: string): GuideDocument | undefined {
  return held.get(address);
}

/** The guide, or undefined when it could not be had now. */
export async function fetchGuide(address: string): Promise<GuideDocument | undefined> {
  const asked = coming.get(address) ?? load(address);
  coming.set(address, asked);
  const guide = await asked;
  if (guide) held.set(address, guide);
  else coming.delete(address);
  return guide;
}

async function load(address: string): Promise<GuideDocument | undefined> {
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** For announcements: the guide on the stage in the page's language. */
export const guideTitle: GuideTexts = async (session: JoinedSession) => {
  const { stage } = session.joined;
  if (stage.kind !== 'guide') return undefined;
  const guide = await fetchGuide(guideAddress(session.controller, stage, currentLanguage()));
  return guide && { title: guide.title, texts: guide.steps.map((step) => step.text) };
};
