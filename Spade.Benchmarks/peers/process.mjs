// No-op jobs: preloaded, from starting the worker until the database shows all of them done.   process.mjs "<mode>"
// Where pg-boss's poll sets the pace it is a rate over a window.
import { PgBoss } from 'pg-boss'
import { run, makeWorkerUtils, Logger } from 'graphile-worker'
import { cpuMark, cpuSince, dbUrl, freshDb, now, number, payload, report, sleep, sql } from './lib.mjs'

const N = number('JOBS', 20_000)
const WINDOW_MS = number('WINDOW_MS', 20_000)
const DB = 'peers_process'
const quiet = new Logger(() => () => {})
const DEFAULTS = 'no-op jobs, defaults, concurrency 10'
const TUNED = 'no-op jobs, tuned'

const MODES = {
  'pg-boss default': { row: DEFAULTS, peer: 'pg-boss', work: { localConcurrency: 10 }, window: true },
  'pg-boss fastest poll': { row: DEFAULTS, peer: 'pg-boss', work: { localConcurrency: 10, pollingIntervalSeconds: 0.5 }, window: true },
  'pg-boss tuned': { row: TUNED, peer: 'pg-boss', work: { localConcurrency: 2, pollingIntervalSeconds: 0.5, batchSize: 500, burstWhenBatchFull: true } },
  'graphile default': { row: DEFAULTS, peer: 'graphile', worker: { concurrentJobs: 10 } },
  'graphile tuned': { row: TUNED, peer: 'graphile', worker: { concurrentJobs: 24, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
}

async function measure (mode, start, left) {
  await sql(DB, 'VACUUM ANALYZE')
  await sql(DB, 'CHECKPOINT')
  await sleep(300)
  const mark = await cpuMark(); const t0 = now()
  let handled = 0
  const stop = await start(n => { handled += n })
  if (mode.window) await sleep(WINDOW_MS)
  else {
    while (handled < N) { if (now() - t0 > 180_000) throw new Error(`timed out at ${handled}`); await sleep(2) }
    while (await left() > 0) await sleep(2)
  }
  const ms = now() - t0; const done = handled
  const figures = { jobs_per_s: done / ms * 1000, ...await cpuSince(mark, done) }
  await stop()
  return figures
}

async function boss (mode) {
  const b = new PgBoss({ connectionString: dbUrl(DB), max: 10, monitorIntervalSeconds: 1, superviseIntervalSeconds: 1, queueCacheIntervalSeconds: 1 })
  b.on('error', console.error)
  await b.start()
  await b.createQueue('bench')
  for (let i = 0; i < N; i += 1000) await b.insert('bench', Array.from({ length: 1000 }, (_, k) => ({ data: payload(i + k) })))
  await b.supervise('bench') // refreshes the backlog that bursts go by
  await sleep(1500)
  return measure(mode, async handled => {
    await b.work('bench', mode.work, async jobs => { handled(jobs.length) })
    return () => b.stop({ graceful: false })
  }, async () => (await b.getDb().executeSql('SELECT count(*)::int n FROM pgboss.job WHERE name = \'bench\' AND state <> \'completed\'')).rows[0].n)
}

async function graphile (mode) {
  const utils = await makeWorkerUtils({ connectionString: dbUrl(DB), logger: quiet })
  await utils.migrate()
  for (let i = 0; i < N; i += 1000) await utils.addJobs(Array.from({ length: 1000 }, (_, k) => ({ identifier: 'bench', payload: payload(i + k) })))
  const figures = await measure(mode, async handled => {
    const runner = await run({
      preset: { worker: { connectionString: dbUrl(DB), maxPoolSize: 10, ...mode.worker } },
      logger: quiet, noHandleSignals: true, taskList: { bench: () => { handled(1) } }, parsedCronItems: []
    })
    return () => runner.stop()
  }, async () => utils.withPgClient(async c => (await c.query('SELECT count(*)::int n FROM graphile_worker._private_jobs')).rows[0].n))
  await utils.release()
  return figures
}

const mode = MODES[process.argv[2]]
await freshDb(DB)
report(mode.row, await (mode.peer === 'pg-boss' ? boss : graphile)(mode))
process.exit(0)
