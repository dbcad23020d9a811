// Fetches the chat window's bundle once: node fetch-webchat.mjs VERSION SHA512 WORK_FOLDER TARGET_FOLDER
// The package comes through npm's own configuration; nothing is installed and none of its scripts run.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';

const [version, sha512, work, target] = process.argv.slice(2);
const wanted = { 'package/dist/webchat.js': 'webchat.js', 'package/dist/webchat.js.LICENSE.txt': 'LICENSE.txt' };
const marker = `${version}.txt`;

mkdirSync(work, { recursive: true });
const folder = mkdtempSync(join(work, 'webchat-'));
try {
  const files = unpack(fetch());
  const ready = join(folder, 'ready');
  mkdirSync(ready);
  for (const [entry, name] of Object.entries(wanted)) {
    if (!files.has(entry)) throw new Error(`the package holds no ${entry}`);
    writeFileSync(join(ready, name), files.get(entry));
  }

  const bundle = files.get('package/dist/webchat.js');
  writeFileSync(join(ready, 'webchat.js.gz'), gzipSync(bundle, { level: 9 }));
  writeFileSync(join(ready, 'webchat.js.br'), brotliCompressSync(bundle, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bundle.length },
  }));
  writeFileSync(join(ready, marker), `botframework-webchat ${version}\n`);
  place(ready);
} catch (fault) {
  const npmSaid = /^npm (?:error|ERR!) (.+)$/m.exec(fault.stderr ?? '')?.[1];
  console.log(fault.code === 'ENOENT' ? 'npm was not found' : npmSaid ? `npm said ${npmSaid}` : fault.message.split('\n')[0]);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function fetch() {
  // On Windows npm is a command script, which only a shell starts; no argument needs quoting.
  execFileSync('npm', ['pack', `botframework-webchat@${version}`, '--ignore-scripts', '--loglevel=error', '--fetch-retries=1', '--fetch-timeout=60000'],
    { cwd: folder, shell: process.platform === 'win32', stdio: ['ignore', 'ignore', 'pipe'] });
  const packed = readFileSync(join(folder, readdirSync(folder).find(name => name.endsWith('.tgz'))));
  const found = createHash('sha512').update(packed).digest('hex');
  if (found !== sha512) throw new Error(`the package is not the pinned one (SHA-512 ${found})`);
  return packed;
}

function unpack(packed) {
  const tar = gunzipSync(packed);
  const files = new Map();
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const text = (from, length) => tar.toString('utf8', at + from, at + from + length).split('\0')[0];
    const size = parseInt(text(124, 12), 8);
    const prefix = text(345, 155);
    files.set((prefix && `${prefix}/`) + text(0, 100), tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }

  return files;
}

// Several builds may get here at once: each brings a whole folder, the first one wins.
function place(ready) {
  if (existsSync(join(target, marker))) return;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, '..'), { recursive: true });
  try {
    renameSync(ready, target);
  } catch (fault) {
    if (existsSync(join(target, marker))) return;
    if (fault.code !== 'EXDEV' && fault.code !== 'EPERM') throw fault;
    cpSync(ready, target, { recursive: true });
  }
}
