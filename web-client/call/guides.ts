/** Guides as they come from the server: immutable, so each is fetched once per language. */
import type { GuideDocument } from '../../protocol/guide.ts';
import type { JoinedSession } from '../../protocol/session.ts';
import type { Stage } from '../../protocol/stage.ts';
import { currentLanguage } from '../entry/language.ts';
import type { GuideTexts } from './announce.ts';

export type GuideStage = Extract<Stage, { kind: 'guide' }>;

const held = new Map<string, GuideDocument>();

export function guideAddress(controller: string, stage: GuideStage, language: string): string {
  return `/guides/${controller}/${stage.guide}/${stage.version}/${language}.json`;
}

export function heldGuide(address: string): GuideDocument | undefined {
  return held.get(address);
}

/** The guide, or undefined when it could not be had now. */
export async function fetchGuide(address: string): Promise<GuideDocument | undefined> {
  const known = held.get(address);
  if (known) return known;
  try {
    const response = await fetch(address);
    if (!response.ok) return undefined;
    const guide: GuideDocument = await response.json();
    held.set(address, guide);
    return guide;
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
