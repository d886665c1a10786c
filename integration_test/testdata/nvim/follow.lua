-- Runs inside a real Neovim: venvd starts by vim.lsp.enable, answers, and its
-- push arrives as an autocommand after the environment was renamed. Every
-- failed step says what was there instead and ends Neovim with 1.
local project = assert(vim.env.PROJECT, 'PROJECT is not set')
local patience = 30000

local pushes = {}
vim.api.nvim_create_autocmd('User', {
  pattern = 'VenvdChanged',
  callback = function(ev) table.insert(pushes, ev.data) end,
})

---Waits until f gives something, and returns that.
local function await(what, f)
  local got
  vim.wait(patience, function()
    got = f()
    return got ~= nil
  end, 10)
  return assert(got, what .. ' did not come; pushes: ' .. vim.inspect(pushes))
end

---The push with that reason, when it has come.
local function pushed(reason)
  return function()
    return vim.iter(pushes):find(function(p) return p.reason == reason end)
  end
end

local function equal(what, got, want)
  assert(got == want, ('%s is %s, want %s'):format(what, vim.inspect(got), vim.inspect(want)))
end

local function test()
  local ended
  vim.lsp.config('venvd', { on_exit = function() ended = true end })
  vim.lsp.enable('venvd')
  vim.cmd.edit(project .. '/main.py')
  local client = await('the client', function()
    local c = vim.lsp.get_clients({ bufnr = 0, name = 'venvd' })[1]
    return c and c.initialized and c or nil
  end)
  equal('the root', client.root_dir, project)
  equal('the protocol', client.server_capabilities.experimental.venvd.protocolVersion, 1)
  assert(client.capabilities.workspace.configuration, 'the defaults of Neovim are lost')

  local opened = await('the first push', pushed('opened'))
  equal('its environment', opened.selection.environment.prefix, project .. '/.venv')
  local answer = client:request_sync('venvd/interpreter', { uri = vim.uri_from_bufnr(0) }, patience, 0)
  assert(answer and answer.result, 'venvd/interpreter: ' .. vim.inspect(answer))
  equal('the answer', answer.result.interpreter, opened.selection.interpreter)

  assert(vim.uv.fs_rename(project .. '/.venv', project .. '/env'))
  local moved = await('the push after the rename', pushed('moved'))
  equal('its new place', moved.selection.environment.prefix, project .. '/env')
  equal('its id', moved.selection.environment.id, opened.selection.environment.id)

  vim.lsp.enable('venvd', false)
  await('the end of the daemon', function() return ended end)
end

local ok, err = xpcall(test, debug.traceback)
if ok then
  vim.cmd('qall!')
else
  io.stderr:write(tostring(err) .. '\n')
  vim.cmd('cquit 1')
end
