/**
 * What the tests need besides npm packages: a Chromium and, for the S3 suite, OpenStack Swift. On Debian as root
 * they are installed through apt; elsewhere it is said exactly what is missing.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readOrEmpty } from './tree.mjs';

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const SWIFT_SERVERS = ['proxy', 'account', 'container', 'object'].map((part) => `swift-${part}-server`);
/** Program -> the Debian package that brings it. */
const SWIFT_PACKAGES = new Map([
  ...SWIFT_SERVERS.map((program) => [program, program.replace('-server', '')]),
  ['swift-ring-builder', 'swift'],
  ['memcached', 'memcached'],
]);
const PACKAGES = new Map([...SWIFT_PACKAGES, ['strace', 'strace']]);

/**
 * Installs what it can.
 * @returns `browser`: path of a Chromium, or undefined; `swiftMissing` and `straceMissing`: why those suites
 *   cannot run, empty when they can.
 */
export function prepareTestTools() {
  const missing = [...PACKAGES].filter(([program]) => !findProgram(program)).map(([, name]) => name);
  if (!findBrowser()) missing.push('chromium');
  const hindrance = missing.length === 0 ? '' : (whyNoApt() ?? aptInstall(missing));
  return {
    browser: findBrowser(),
    swiftMissing: whyMissing(SWIFT_PACKAGES, hindrance) || whyNoSwiftUser(),
    straceMissing: whyMissing(new Map([['strace', 'strace']]), hindrance),
  };
}

function whyMissing(programs, hindrance) {
  const absent = [...programs.keys()].filter((program) => !findProgram(program));
  return absent.length === 0 ? '' : `${absent.join(', ')} not installed (${hindrance})`;
}

/** The rings and servers are set up for `user = root`. */
function whyNoSwiftUser() {
  return process.getuid?.() === 0 ? '' : 'its servers are set up to run as root';
}

function findBrowser() {
  const chosen = process.env.CHROMIUM;
  return chosen ? [chosen].find(isExecutable) : BROWSERS.find(isExecutable);
}

function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/sbin');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function whyNoApt() {
  if (!/^ID=debian$/m.test(readOrEmpty('/etc/os-release'))) return 'this is not Debian, so apt was not tried';
  if (process.getuid?.() !== 0) return 'not root, so apt was not tried';
  return undefined;
}

function aptInstall(packages) {
  process.stderr.write(`Installing Debian packages for the tests: ${packages.join(', ')} ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  const quiet = ['-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0'];
  if (!apt('update', '-qq')) return 'apt-get update failed';
  return apt('install', ...quiet, ...packages) ? '' : 'apt-get install failed';
}
