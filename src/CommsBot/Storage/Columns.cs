using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommsBot.Storage;

/// <summary>Instants as microseconds since 1970 UTC: SQLite can neither order nor compare a <see cref="DateTimeOffset"/>.</summary>
internal sealed class UtcMicroseconds() : ValueConverter<DateTimeOffset, long>(
    instant => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond,
    stored => new DateTimeOffset(DateTimeOffset.UnixEpoch.UtcTicks + stored * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero));

/// <summary>A column that only this installation's keys can read.</summary>
internal sealed class ProtectedText(ColumnCipher cipher) : ValueConverter<string, byte[]>(
    text => cipher.Protect(text),
    stored => cipher.Reveal(stored));

/// <summary>The model holds the cipher, so two installations in one process (tests) must not share a cached model.</summary>
internal sealed class CipherModelCacheKey : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (context.GetType(), ((ClinicDb)context).Cipher, designTime);
}
