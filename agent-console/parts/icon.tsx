/** The console's few signs: one line weight, drawn on a 20 by 20 grid, silent for screen readers. */
const PATHS = {
  back: 'M12 4 6 10l6 6',
  forward: 'M8 4l6 6-6 6',
  check: 'M4 10.5l4 4 8-9',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M10 14.5v.01',
  camera: 'M3 6.5h3l1.5-2h5l1.5 2h3v9H3zM10 13.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z',
  close: 'M5 5l10 10M15 5 5 15',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  rotate: 'M15.5 8A6 6 0 1 0 16 10.5M16 4v4h-4',
  whole: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  sound: 'M4 8v4h3l4 3V5L7 8zM14 7.5a4 4 0 0 1 0 5',
  mute: 'M4 8v4h3l4 3V5L7 8zM13.5 8l4 4M17.5 8l-4 4',
  keys: 'M3 5.5h14v9H3zM6 8.5h.01M9 8.5h.01M12 8.5h.01M15 8.5h-.01M7 11.5h6',
  person: 'M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c.5-3.5 2.8-5 6-5s5.5 1.5 6 5',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  wifi: 'M3 8.5a10 10 0 0 1 14 0M5.5 11.2a6.4 6.4 0 0 1 9 0M8 13.8a3 3 0 0 1 4 0M10 16.3v.01',
  router: 'M3 11.5h14v5H3zM6 14h.01M9 14h.01M14 11.5V5M6 11.5 5 6',
  sim: 'M5 3h7l3 3.5V17H5zM7.5 10h5v4.5h-5zM10 10v4.5',
  esim: 'M5 5h10v10H5zM8 8h4v4H8zM8 5V3M12 5V3M8 17v-2M12 17v-2M5 8H3M5 12H3M17 8h-2M17 12h-2',
  data: 'M7 16V5M4 8l3-3 3 3M13 4v11M10 12l3 3 3-3',
  calls:
    'M5 3.5h3l1.3 3.6L7.5 8.7a9 9 0 0 0 3.8 3.8l1.6-1.8 3.6 1.3v3c0 .8-.7 1.5-1.5 1.5C9 16.5 3.5 11 3.5 5c0-.8.7-1.5 1.5-1.5z',
  phone: 'M6 2.5h8v15H6zM9 15h2',
  other:
    'M4 10a1 1 0 1 0 2 0a1 1 0 1 0-2 0zM9 10a1 1 0 1 0 2 0a1 1 0 1 0-2 0zM14 10a1 1 0 1 0 2 0a1 1 0 1 0-2 0z',
  page: 'M5 3h7l3 3v11H5zM12 3v3h3M7.5 10h5M7.5 13h5',
  text: 'M4 5h12M4 9h12M4 13h8',
  picture: 'M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 4M13 8h.01',
  guide: 'M3 4.5c3-1 5-.5 7 1 2-1.5 4-2 7-1v11c-3-1-5-.5-7 1-2-1.5-4-2-7-1zM10 5.5v11',
  pointer: 'M5 3l10 6.5-4.5 1L8 15z',
  away: 'M10 6v4.5l3 2M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
