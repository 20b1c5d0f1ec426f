/** This computer's time, told once a second, for countdowns and advice. */
import { signal } from '@preact/signals';

export const tick = signal(Date.now());
setInterval(() => {
  tick.value = Date.now();
}, 1000);
