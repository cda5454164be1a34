// A browser by the W3C's WebDriver protocol, for engines that no package of ours can drive.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

async function freePort() {
  const server = createServer();
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/**
 * Starts a driver and a session of its browser.
 * @param {string[]} command the driver, given its port as `--port=…`
 * @param {object} capabilities of the session
 */
export async function openByWebDriver([command, ...args], capabilities) {
  const port = await freePort();
  const driver = spawn(command, [...args, `--port=${port}`], { stdio: 'ignore', detached: true });
  const end = () => process.kill(-driver.pid);
  const send = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}/session${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  try {
    await untilAnswered(`http://127.0.0.1:${port}/status`);
    const session = await send('POST', '', { capabilities: { alwaysMatch: capabilities } });
    const path = `/${session.sessionId}`;
    return {
      version: `${session.capabilities.browserName} ${session.capabilities.browserVersion}`,
      open: (url) => send('POST', `${path}/url`, { url }),
      evaluate: (ask, ...given) =>
        send('POST', `${path}/execute/sync`, { script: `return (${ask})(...arguments)`, args: given }),
      click: async (css) => {
        const element = await send('POST', `${path}/element`, { using: 'css selector', value: css });
        await send('POST', `${path}/element/${Object.values(element)[0]}/click`, {});
      },
      close: async () => {
        await send('DELETE', path);
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

async function untilAnswered(address) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await fetch(address);
    } catch (error) {
      if (tries === 120) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
