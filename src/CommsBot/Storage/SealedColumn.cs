using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommsBot.Storage;

/// <summary>
/// One encrypted column, as its bytes lie in the database: which key sealed each value is read without opening it. The model says which columns these
/// are, so that a new one is never forgotten. The same statements on both databases.
/// </summary>
internal sealed class SealedColumn
{
    private readonly string table;
    private readonly string column;
    private readonly string[] row;

    private SealedColumn(IEntityType entity, IProperty property)
    {
        table = Quoted(entity.GetTableName()!);
        column = Quoted(property.GetColumnName());
        row = [.. entity.FindPrimaryKey()!.Properties.Select(key => Quoted(key.GetColumnName()))];
    }

    public static IReadOnlyList<SealedColumn> Of(ClinicDb db) =>
        [.. db.Model.GetEntityTypes().SelectMany(entity => entity.GetDeclaredProperties().Where(p => p.GetValueConverter() is ProtectedText).Select(p => new SealedColumn(entity, p)))];

    /// <summary>One of them; the model must encrypt it.</summary>
    public static SealedColumn Of<T>(ClinicDb db, string property) => new(db.Model.FindEntityType(typeof(T))!, db.Model.FindEntityType(typeof(T))!.FindProperty(property)!);

    /// <summary>How many values each key sealed, by its number.</summary>
    public async Task<IReadOnlyList<(byte Key, long Values)>> CountAsync(ClinicDb db, CancellationToken ct)
    {
        await using var count = await CommandAsync(db, $"SELECT {Key}, COUNT(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY 1", ct);
        await using var rows = await count.ExecuteReaderAsync(ct);
        var counts = new List<(byte, long)>();
        while (await rows.ReadAsync(ct)) counts.Add((rows.GetFieldValue<byte[]>(0)[0], rows.GetInt64(1)));
        return counts;
    }

    /// <summary>The values that another key than this one sealed, with the key of their row.</summary>
    public IAsyncEnumerable<SealedValue> OlderThanAsync(ClinicDb db, byte key, CancellationToken ct) => WhereNotAsync(db, Key, key, ct);

    /// <summary>The values that no key sealed: text as it was written before the column was encrypted.</summary>
    public IAsyncEnumerable<SealedValue> UnsealedAsync(ClinicDb db, CancellationToken ct) => WhereNotAsync(db, $"substr({column}, 1, 1)", ColumnCipher.Version, ct);

    private async IAsyncEnumerable<SealedValue> WhereNotAsync(ClinicDb db, string part, byte value, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var find = await CommandAsync(db, $"SELECT {column}, {string.Join(", ", row)} FROM {table} WHERE {part} <> @is", ct);
        Give(find, "is", new[] { value });
        await using var rows = await find.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) yield return new SealedValue(rows.GetFieldValue<byte[]>(0), [.. Enumerable.Range(1, row.Length).Select(rows.GetValue)]);
    }

    /// <summary>Puts other bytes in the place of these, inside the write of <paramref name="db"/>; what was written over meanwhile stays.</summary>
    public async Task ReplaceAsync(ClinicDb db, SealedValue old, byte[] fresh, CancellationToken ct)
    {
        var where = string.Join(" AND ", row.Select((name, at) => $"{name} = @row{at}"));
        await using var update = await CommandAsync(db, $"UPDATE {table} SET {column} = @fresh WHERE {where} AND {column} = @old", ct);
        update.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        Give(update, "fresh", fresh);
        Give(update, "old", old.Bytes);
        for (var at = 0; at < row.Length; at++) Give(update, $"row{at}", old.Row[at]);
        await update.ExecuteNonQueryAsync(ct);
    }

    // A value begins with a version byte and the number of its key.
    private string Key => $"substr({column}, 2, 1)";

    private static async Task<DbCommand> CommandAsync(ClinicDb db, string text, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        return command;
    }

    private static void Give(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static string Quoted(string name) => $"\"{name}\"";
}

/// <param name="Row">The primary key of its row.</param>
internal sealed record SealedValue(byte[] Bytes, IReadOnlyList<object> Row);
