/** The real server with freshly built pages and a real Chromium: where the browser tests play their calls. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { buildClients } from '../../../bin/build-clients.ts';
import type { Language } from '../../../protocol/language.ts';
import { desktopContext, launchBrowser, phoneContext } from '../browser.ts';
import { type ServerOptions, type ServerProcess, startServer } from '../server-process.ts';
import { type AgentPage, createAgentPage } from './agent-page.ts';
import { type CallerPage, createCallerPage } from './caller-page.ts';
import { createDemoPhone, type DemoPhone } from './demo-phone.ts';

export interface House {
  /** Origin that the browsers use. */
  readonly address: string;
  readonly browser: Browser;
  server(): ServerProcess;
  /** A browser of its own for an agent. */
  agent(language?: 'lv' | 'en', options?: BrowserContextOptions): Promise<AgentPage>;
  /** A phone of its own, showing the demo's inbox. */
  phone(language?: Language, options?: BrowserContextOptions): Promise<DemoPhone>;
  /** A caller's browser in which nothing is open yet. */
  caller(language?: Language, options?: BrowserContextOptions): Promise<CallerPage>;
  /** kill -9, and another server on the same data and port. */
  killAndRestart(whileDead?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions extends ServerOptions {
  /** Added to the browser's command line. */
  readonly browserArgs?: readonly string[];
  /** When browsers reach the server by another name. */
  readonly addressOf?: (address: string) => string;
}

/** Milliseconds that a page may take for anything it is asked: long for a machine with other work. */
const PATIENCE = 10_000;

/** Locales of the phones; each is what `navigator.languages` begins with. */
const LOCALES = { lv: 'lv-LV', ru: 'ru-RU', en: 'en-GB' } as const;

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { browserArgs, addressOf = (address) => address, ...serverOptions } = options;
  await buildClients();
  let server = await startServer(serverOptions);
  const browser = await launchBrowser(browserArgs);
  const address = addressOf(server.address);
  const watched = (page: Page) => {
    page.setDefaultTimeout(PATIENCE);
    return page;
  };
  const newPage = async (context: BrowserContext) => watched(await context.newPage());

  return {
    address,
    browser,
    server: () => server,
    async agent(language = 'lv', more = {}) {
      return createAgentPage(await newPage(await desktopContext(browser, more)), address, language);
    },
    async phone(language = 'lv', more = {}) {
      const context = await phoneContext(browser, { locale: LOCALES[language], ...more });
      context.on('page', watched);
      return createDemoPhone(await newPage(context), address, language);
    },
    async caller(language = 'lv', more = {}) {
      const context = await phoneContext(browser, { locale: LOCALES[language], ...more });
      return createCallerPage(await newPage(context), language);
    },
    async killAndRestart(whileDead = async () => undefined) {
      await server.kill();
      await whileDead();
      server = await server.restart();
    },
    async close() {
      await browser.close();
      await server.dispose();
    },
  };
}
