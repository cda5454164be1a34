// The browsers that a visit is made in: where each is looked for, and how it is opened.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../scripts/install.mjs';
import { openByWebDriver } from './webdriver.mjs';

/** A program by its names, on the path. */
const onPath = (...names) =>
  names
    .flatMap((name) => (process.env.PATH ?? '').split(':').map((folder) => resolve(folder, name)))
    .find((path) => existsSync(path));

/** Chromium by its own protocol, Firefox by WebDriver BiDi. */
async function openByPuppeteer(options) {
  const browser = await puppeteer.launch({ headless: true, protocolTimeout: 0, ...options });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  return {
    version: await browser.version(),
    open: (url) => page.goto(url),
    evaluate: (ask, ...given) => page.evaluate(ask, ...given),
    click: (css) => page.click(css),
    close: () => browser.close(),
  };
}

/** MiniBrowser lies in a folder of the library's version. */
function findMiniBrowser() {
  const libraries = ['/usr/lib', '/usr/libexec'].flatMap((folder) => [folder, ...foldersOf(folder)]);
  return libraries
    .flatMap((folder) => foldersOf(folder).filter((name) => /\/webkit2?gtk-[\d.]+$/.test(name)))
    .map((folder) => resolve(folder, 'MiniBrowser'))
    .find((path) => existsSync(path));
}

const foldersOf = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => resolve(folder, entry.name))
    : [];

/**
 * Each by the name of its engine: `find` gives what opens it, or nothing where it is not installed; `install` names what brings it.
 */
export const BROWSERS = {
  chromium: {
    install: 'Chromium (`npm test` installs one)',
    find: () => {
      const executablePath = findBrowser();
      return executablePath && (() => openByPuppeteer({ executablePath, args: ['--no-sandbox'] }));
    },
  },
  firefox: {
    install: "Firefox (Debian's package `firefox-esr`)",
    find: () => {
      const executablePath = onPath('firefox-esr', 'firefox');
      return executablePath && (() => openByPuppeteer({ browser: 'firefox', executablePath }));
    },
  },
  webkit: {
    install: "WebKitGTK with its driver (Debian's packages `webkit2gtk-driver` and `xvfb`)",
    find: () => {
      const driver = onPath('WebKitWebDriver');
      const binary = findMiniBrowser();
      const screen = process.env.DISPLAY ? [] : [onPath('xvfb-run')];
      if (!driver || !binary || screen.includes(undefined)) return undefined;
      // Its own screen, where there is none.
      const command = [...screen.flatMap((run) => [run, '-a']), driver];
      return () => openByWebDriver(command, { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } });
    },
  },
};
