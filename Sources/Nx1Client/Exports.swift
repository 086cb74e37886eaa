@_exported public import Nx1Events
// A program needs only this import; the targets below come with it.
@_exported public import Nx1HTTP
@_exported public import Nx1Settings
@_exported public import Nx1SignIn
@_exported public import Nx1Values
