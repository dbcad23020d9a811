using System.Security.Cryptography;
using CommsBot.Storage;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Storage;

public sealed class CipherTests
{
    private static readonly byte[] First = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Second = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Hash = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void Whatever_was_protected_comes_back_and_never_looks_the_same_twice()
    {
        var cipher = With((1, First));
        Gen.String.Sample(text =>
        {
            var (a, b) = (cipher.Protect(text), cipher.Protect(text));
            Assert.Equal(text, cipher.Reveal(a));
            Assert.NotEqual(a, b);
        });
    }

    [Fact]
    public void A_single_changed_bit_is_refused()
    {
        var cipher = With((1, First));
        var stored = cipher.Protect("Dana, +12815550100");
        for (var at = 0; at < stored.Length; at++)
        {
            var altered = stored.ToArray();
            altered[at] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => cipher.Reveal(altered));
        }
    }

    [Fact]
    public void After_a_rotation_old_values_are_read_and_the_new_key_writes()
    {
        var old = With((1, First)).Protect("old");
        var rotated = With((1, First), (2, Second));
        Assert.Equal("old", rotated.Reveal(old));
        var fresh = rotated.Protect("new");
        Assert.Equal("new", With((2, Second)).Reveal(fresh));
        Assert.Equal("Column key 2 is not among the open keys.", Assert.Throws<CryptographicException>(() => With((1, First)).Reveal(fresh)).Message);
    }

    [Fact]
    public void Before_the_keys_are_open_nothing_is_written_or_read()
    {
        var closed = new ColumnCipher();
        Assert.Equal("The column keys have not been opened yet.", Assert.Throws<InvalidOperationException>(() => closed.Protect("x")).Message);
        Assert.Equal("The column keys have not been opened yet.", Assert.Throws<InvalidOperationException>(() => closed.LookUpHash("x")).Message);
        Assert.Throws<ArgumentException>(() => closed.Open(new Dictionary<byte, byte[]> { [1] = new byte[16] }, Hash));
    }

    [Fact]
    public void Equal_phones_hash_equally_whatever_key_writes()
    {
        Assert.Equal(With((1, First)).LookUpHash("+12815550100"), With((1, First), (2, Second)).LookUpHash("+12815550100"));
        Assert.NotEqual(With((1, First)).LookUpHash("+12815550100"), With((1, First)).LookUpHash("+12815550101"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_migrations_match_the_model(bool postgres)
    {
        using ClinicDb db = postgres ? new PostgresDesign().CreateDbContext([]) : new SqliteDesign().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Equal(db.Database.GetMigrations(), KnownSchema.MigrationsOf(db));
    }

    private static ColumnCipher With(params (byte Number, byte[] Key)[] keys)
    {
        var cipher = new ColumnCipher();
        cipher.Open(keys.ToDictionary(k => k.Number, k => k.Key), Hash);
        return cipher;
    }
}
