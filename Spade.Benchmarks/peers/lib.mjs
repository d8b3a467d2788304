// What the scripts share: databases, one clock for all processes, CPU and memory from /proc, statistics, child processes.
import fs from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'

const PG_PORT = Number(process.env.PEERS_PG_PORT ?? 15432)
export const dbUrl = name => `postgres://postgres@127.0.0.1:${PG_PORT}/${name}`
export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
export const number = (name, fallback) => Number(process.env[name] ?? fallback)

// CLOCK_MONOTONIC in milliseconds: the same clock in every process of this machine, .NET's Stopwatch included.
export const now = () => Number(process.hrtime.bigint()) / 1e6

export async function sql (db, text, values) {
  const client = new pg.Client({ connectionString: dbUrl(db) })
  await client.connect()
  try { return (await client.query(text, values)).rows } finally { await client.end() }
}

export async function freshDb (name) {
  await sql('postgres', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await sql('postgres', `CREATE DATABASE ${name}`)
  await sql('postgres', 'CHECKPOINT')
}

function stat (pid) {
  const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
  const f = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number)
  return { ppid: f[1], own: f[11] + f[12], reaped: f[13] + f[14] } // clock ticks, 100 a second
}
let postmaster
/** CPU seconds of the whole cluster so far: living processes and those that it has reaped. */
export async function pgCpu () {
  if (!postmaster) {
    const client = new pg.Client({ connectionString: dbUrl('postgres') })
    await client.connect()
    postmaster = stat((await client.query('SELECT pg_backend_pid() pid')).rows[0].pid).ppid
    await client.end()
    await sleep(50)
  }
  const main = stat(postmaster)
  let ticks = main.own + main.reaped
  for (const entry of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try { const s = stat(entry); if (s.ppid === postmaster) ticks += s.own } catch { /* gone */ }
  }
  return ticks / 100
}
export const cpuOf = pid => stat(pid).own / 100
export function rssMiB (pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
}
/** CPU of this process and of PostgreSQL since a mark, in microseconds for each of n operations. */
export async function cpuMark () { return { own: process.cpuUsage(), pg: await pgCpu() } }
export async function cpuSince (mark, n) {
  const own = process.cpuUsage(mark.own)
  return { own_cpu_us: (own.user + own.system) / n, pg_cpu_us: (await pgCpu() - mark.pg) * 1e6 / n }
}

export function quantile (xs, q) {
  const sorted = [...xs].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]
}

/** One line of the protocol: a row of the table and its figures. */
export const report = (row, figures) => console.log(JSON.stringify({ row, figures }))

/** A Node child with an IPC channel; every message it sends is kept in `events`. */
export class Child {
  constructor (script, env = {}) {
    this.events = []
    this.startedAt = now()
    this.process = spawn(process.execPath, [new URL(script, import.meta.url).pathname],
      { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.process.on('message', message => this.events.push(message))
    this.exit = once(this.process, 'exit').then(([code, signal]) => ({ code, signal, at: now() }))
  }

  get pid () { return this.process.pid }
  of (ev) { return this.events.filter(e => e.ev === ev) }
  async until (ev, count = 1, timeoutMs = 60_000) {
    const deadline = now() + timeoutMs
    while (this.of(ev).length < count) {
      if (now() > deadline) return false
      await sleep(2)
    }
    return true
  }

  kill (signal) { this.process.kill(signal) }
}

export const payload = i => ({ n: i, to: 'someone@example.test', template: 'welcome', locale: 'en', note: 'x'.repeat(40) })
