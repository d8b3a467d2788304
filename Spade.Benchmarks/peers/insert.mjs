// Inserts, committed durably: one job at a time (1 and 16 connections), and 1000 in one call.   insert.mjs raw|pg-boss|graphile-worker
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { makeWorkerUtils, Logger } from 'graphile-worker'
import { cpuMark, cpuSince, dbUrl, freshDb, now, number, payload, quantile, report } from './lib.mjs'

const WINDOW_MS = number('WINDOW_MS', 4000)
const BULK_TOTAL = number('BULK_TOTAL', 20_000)
const DB = 'peers_insert'
const POOL = 16

const setups = {
  async 'pg-boss' () {
    const boss = new PgBoss({ connectionString: dbUrl(DB), max: POOL, supervise: false, schedule: false })
    boss.on('error', console.error)
    await boss.start()
    await boss.createQueue('bench')
    return {
      one: i => boss.send('bench', payload(i)),
      bulk: jobs => boss.insert('bench', jobs.map(data => ({ data }))),
      close: () => boss.stop({ graceful: false })
    }
  },
  async 'graphile-worker' () {
    const utils = await makeWorkerUtils({ connectionString: dbUrl(DB), maxPoolSize: POOL, logger: new Logger(() => () => {}) })
    await utils.migrate()
    return {
      one: i => utils.addJob('bench', payload(i)),
      bulk: jobs => utils.addJobs(jobs.map(p => ({ identifier: 'bench', payload: p }))),
      close: () => utils.release()
    }
  },
  // The floor: a plain row for each job, prepared, one index.
  async raw () {
    const pool = new pg.Pool({ connectionString: dbUrl(DB), max: POOL })
    await pool.query('CREATE TABLE bench (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), data jsonb NOT NULL)')
    return {
      one: i => pool.query({ name: 'i', text: 'INSERT INTO bench (data) VALUES ($1) RETURNING id', values: [payload(i)] }),
      bulk: jobs => pool.query({ name: 'b', text: 'INSERT INTO bench (data) SELECT value FROM jsonb_array_elements($1::jsonb) RETURNING id', values: [JSON.stringify(jobs)] }),
      close: () => pool.end()
    }
  }
}

async function oneByOne (parallel, one) {
  const times = []
  const t0 = now(); const end = t0 + WINDOW_MS; const mark = await cpuMark()
  await Promise.all(Array.from({ length: parallel }, async () => {
    let last = now()
    while (last < end) { await one(times.length); const t = now(); times.push(t - last); last = t }
  }))
  const jobsPerS = times.length / (now() - t0) * 1000
  return { jobs_per_s: jobsPerS, p99_ms: quantile(times, 0.99), ...await cpuSince(mark, times.length) }
}

async function inBulk (bulk) {
  const t0 = now(); const mark = await cpuMark()
  for (let done = 0; done < BULK_TOTAL; done += 1000) await bulk(Array.from({ length: 1000 }, (_, i) => payload(done + i)))
  return { jobs_per_s: BULK_TOTAL / (now() - t0) * 1000, ...await cpuSince(mark, BULK_TOTAL) }
}

await freshDb(DB)
const peer = await setups[process.argv[2]]()
for (let i = 0; i < 300; i++) await peer.one(i)
await Promise.all(Array.from({ length: POOL }, () => peer.one(0)))
report('insert, 1 connection', await oneByOne(1, peer.one))
report('insert, 16 connections', await oneByOne(16, peer.one))
report('bulk insert of 1000', await inBulk(peer.bulk))
await peer.close()
process.exit(0)
