/** Guides as the server hands them out. They hold no personal data and are public. */
import type { Language, MatterCategory } from './language.ts';

export type GuidePurpose = 'assist' | 'offers';

export interface GuideStep {
  readonly text: string;
  /** Address of the drawing on this origin. */
  readonly picture: string;
  /** The drawing in words, for those who cannot see it. */
  readonly alt: string;
  /** Something to copy with one tap, such as an access-point name. */
  readonly copy?: { readonly label: string; readonly value: string };
}

/** GET /guides/:controller/:guide/:version/:language.json; immutable. */
export interface GuideDocument {
  readonly id: string;
  readonly version: number;
  readonly language: Language;
  readonly title: string;
  readonly category: MatterCategory;
  /** An `offers` one is shown only with that consent in force. */
  readonly purpose: GuidePurpose;
  readonly steps: readonly GuideStep[];
}

/** One row of the agent's library: GET /api/guides. Search runs over all languages at once. */
export interface GuideSummary {
  readonly id: string;
  readonly version: number;
  readonly category: MatterCategory;
  readonly purpose: GuidePurpose;
  readonly titles: Readonly<Record<Language, string>>;
  readonly steps: number;
  /** Title and step texts of every language, for search as you type. */
  readonly search: string;
}
