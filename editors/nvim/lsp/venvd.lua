---@brief
---
--- venvd knows every Python environment on the machine, chooses the right one
--- for each project and follows it when it is moved, remade or deleted.
---
--- Needs Neovim 0.11 or later and `venvd` on the PATH:
---
--- ```lua
--- vim.lsp.enable('venvd')
--- ```
---
--- Each time the interpreter of a project changes, the autocommand event
--- `User VenvdChanged` fires; its data is the notification's parameters:
---
--- ```lua
--- vim.api.nvim_create_autocmd('User', {
---   pattern = 'VenvdChanged',
---   callback = function(ev)
---     vim.notify(ev.data.reason .. ': ' .. tostring(ev.data.selection.interpreter))
---   end,
--- })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'venvd', 'serve' },
  filetypes = { 'python', 'toml', 'requirements' },
  -- The repository first: one daemon then serves all of its projects, and finds
  -- their roots by itself. The others are for what lies in no repository, and
  -- are the files by which venvd, too, knows a project.
  root_markers = {
    '.git',
    'pyproject.toml',
    'setup.py',
    'setup.cfg',
    'Pipfile',
    'environment.yml',
    'pixi.toml',
    'requirements.txt',
    '.python-version',
    '.venv',
  },
  -- Neovim merges this with all that it can do by itself. Without it venvd
  -- speaks only standard LSP and pushes nothing.
  capabilities = { experimental = { venvd = true } },
  handlers = {
    ---@param params table
    ['venvd/interpreterChanged'] = function(_, params)
      vim.api.nvim_exec_autocmds('User', { pattern = 'VenvdChanged', modeline = false, data = params })
    end,
  },
}
