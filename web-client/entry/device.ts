import type { Device } from '../../protocol/events.ts';

/** The only thing kept about the device. An iPad says that it is a Macintosh, but no Macintosh has touch. */
export function deviceOf(userAgent: string, touchPoints: number): Device {
  const tabletMac = userAgent.includes('Macintosh') && touchPoints > 1;
  if (tabletMac || /iPad|Tablet/.test(userAgent)) return 'tablet';
  if (userAgent.includes('Android')) return userAgent.includes('Mobile') ? 'phone' : 'tablet';
  return /iPhone|Mobi/.test(userAgent) ? 'phone' : 'computer';
}
