@_exported public import Nx1Events
// One import is enough for a program: what stands below comes with it.
@_exported public import Nx1HTTP
@_exported public import Nx1Settings
@_exported public import Nx1SignIn
@_exported public import Nx1Values
