-- What wrk posts: the file WRK_BODY. Sixteen zeros in it are counted up, so that no two bodies are the same.
local zeros = "0000000000000000"

-- Each of wrk's threads has a state of its own: they count in ranges of their own.
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
