using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommsBot.Storage;

/// <summary>Throws when a command changes rows outside <see cref="ClinicStore.Write"/>: a write that skips the gate is a bug, found at once.</summary>
internal sealed class WriteGuard(WriteGate gate) : DbCommandInterceptor
{
    private static readonly string[] Changing = ["INSERT", "UPDATE", "DELETE"];

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData data, InterceptionResult<int> result) =>
        Checked(command, data, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData data, InterceptionResult<int> result, CancellationToken ct = default) => new(Checked(command, data, result));

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result) =>
        Checked(command, data, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result, CancellationToken ct = default) => new(Checked(command, data, result));

    private T Checked<T>(DbCommand command, CommandEventData data, T result)
    {
        if (data.CommandSource == CommandSource.Migrations || gate.IsHeld) return result;
        var text = command.CommandText.AsSpan().TrimStart();
        foreach (var word in Changing)
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException($"A {word} outside ClinicStore.Write.");
        return result;
    }
}
