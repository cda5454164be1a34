// `npm test` on a bare checkout: installs what is missing, then checks, builds and tests everything.
import { installBrowser, installPackages, run } from './install.mjs';

installPackages();
const browser = installBrowser();
const env = { ...process.env, VITRINE_CHROMIUM: browser };
run('npm', ['run', 'check'], { env });
run('npm', ['run', 'build'], { env });
run('npm', ['run', 'unit'], { env });
run('npm', ['run', 'browser'], { env });
run('npm', ['run', 'size'], { env });
run('npm', ['run', 'e2e'], { env });
