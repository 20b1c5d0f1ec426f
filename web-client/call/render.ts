import { type ComponentChild, render } from 'preact';
import { arrived, canvasOf } from '../entry/page.ts';

let drawnIn: HTMLElement | undefined;

/** Draws a screen of the call; see `arrived` for what a new name does. */
export function show(name: string, node: ComponentChild): void {
  const canvas = canvasOf('call', () => drawnIn && render(null, drawnIn));
  drawnIn = canvas;
  render(node, canvas);
  arrived(name);
}
