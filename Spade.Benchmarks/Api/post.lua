-- wrk posts the file WRK_BODY. A counter replaces sixteen zeros in it, so that no two bodies are the same.
local zeros = "0000000000000000"

-- wrk's threads share no state, so each counts in a range of its own.
local threads = 0
function setup(thread)
  thread:set("range", threads)
  threads = threads + 1
end

local head, tail, count
function init()
  local file = assert(io.open(os.getenv("WRK_BODY"), "rb"))
  wrk.body = file:read("*a")
  file:close()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = os.getenv("WRK_CONTENT_TYPE")
  local whole = wrk.format()
  local first, last = whole:find(zeros, 1, true)
  head, tail = whole:sub(1, first - 1), whole:sub(last + 1)
  count = os.getenv("WRK_ROUND") * 1e9 + range * 1e8
end

function request()
  count = count + 1
  return head .. string.format("%016.0f", count) .. tail
end
