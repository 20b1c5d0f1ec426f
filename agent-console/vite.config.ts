import { defineConfig } from 'vite';

/** Builds the agent's console; the server hands the result out below `/agent/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/agent/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/agent-console',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy lets in no `data:` picture and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
