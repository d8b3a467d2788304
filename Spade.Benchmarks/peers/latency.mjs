// From just before a send in one process to the handler's first line in another, on an idle system; then 40 sends at one moment to
// ten slots.   latency.mjs pg-boss|graphile
import { PgBoss } from 'pg-boss'
import { makeWorkerUtils, Logger } from 'graphile-worker'
import { Child, dbUrl, freshDb, now, number, quantile, report, sleep } from './lib.mjs'

const SENDS = number('SENDS', 500)
const EVERY_MS = number('EVERY_MS', 20)
const DB = 'peers_latency'

const setups = {
  async 'pg-boss' () {
    const boss = new PgBoss({ connectionString: dbUrl(DB), supervise: false, schedule: false })
    boss.on('error', console.error)
    await boss.start()
    await boss.createQueue('bench', { notify: true })
    return { send: () => boss.send('bench', { sentAt: now() }), close: () => boss.stop({ graceful: false }), env: { PEER: 'pg-boss', NOTIFY: '1', POLL: '0.5' } }
  },
  async graphile () {
    const utils = await makeWorkerUtils({ connectionString: dbUrl(DB), logger: new Logger(() => () => {}) })
    await utils.migrate()
    return {
      send: () => utils.addJob('bench', { sentAt: now() }),
      burst: n => utils.addJobs(Array.from({ length: n }, () => ({ identifier: 'bench', payload: { sentAt: now() } }))),
      close: () => utils.release(),
      env: { PEER: 'graphile' }
    }
  }
}

await freshDb(DB)
const peer = await setups[process.argv[2]]()
const worker = new Child('./worker.mjs', { ...peer.env, CONC: '10', DB, WORK_MS: '0' })
if (!await worker.until('ready')) throw new Error('worker did not start')
await sleep(1000)
for (let i = 0; i < 50; i++) { await peer.send(); await sleep(EVERY_MS) } // warm both processes
await sleep(1500)
worker.events.length = 0
const pending = []; const t0 = now()
for (let i = 0; i < SENDS; i++) {
  const wait = t0 + i * EVERY_MS - now()
  if (wait > 0) await sleep(wait)
  pending.push(peer.send())
}
await Promise.all(pending)
await worker.until('latency', SENDS, 35_000) // pg-boss looks again after 30 s where a wake-up was missed
const ms = worker.of('latency').map(e => e.ms)
report('send to start, idle', { p50_ms: quantile(ms, 0.5), p99_ms: quantile(ms, 0.99) })
if (peer.burst) {
  await sleep(1500)
  worker.events.length = 0
  await peer.burst(40)
  if (!await worker.until('latency', 40, 10_000)) throw new Error('the burst did not start within 10 s')
  report('40 jobs at once on 10 slots', { last_started_ms: Math.max(...worker.of('latency').map(e => e.ms)) })
}
worker.kill('SIGKILL'); await worker.exit; await peer.close()
process.exit(0)
