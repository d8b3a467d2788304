// Resident memory and CPU of an idle worker, ten seconds after it became ready.   memory.mjs pg-boss|graphile
import { PgBoss } from 'pg-boss'
import { Child, cpuOf, dbUrl, freshDb, number, pgCpu, report, rssMiB, sleep } from './lib.mjs'

const DB = 'peers_memory'
const REST_MS = number('REST_MS', 10_000)
const peer = process.argv[2]
await freshDb(DB)
if (peer === 'pg-boss') {
  const boss = new PgBoss({ connectionString: dbUrl(DB), supervise: false, schedule: false })
  await boss.start(); await boss.createQueue('bench', { notify: true }); await boss.stop({ graceful: false })
}
const worker = new Child('./worker.mjs', { DB, CONC: '10', PEER: peer, NOTIFY: '1' })
await worker.until('ready'); await sleep(REST_MS / 5)
const cpu = cpuOf(worker.pid); const pg = await pgCpu(); const seconds = REST_MS / 1000 * 0.8
await sleep(seconds * 1000)
report('worker at rest', {
  rss_mib: rssMiB(worker.pid), cpu_percent: (cpuOf(worker.pid) - cpu) / seconds * 100, pg_cpu_percent: (await pgCpu() - pg) / seconds * 100
})
worker.kill('SIGKILL'); await worker.exit
process.exit(0)
