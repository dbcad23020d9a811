using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using CommsBot.Consent;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Storage;

/// <summary>What holds on either database when keys change: everything stays readable, whoever comes second or was cut off.</summary>
public abstract class KeyRules
{
    private const string Planted = "My toes were the color of plums.";
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly X509Certificate2 First = Certificate();
    private static readonly X509Certificate2 Second = Certificate();

    /// <summary>A connection string of a new database; the test is left out where there is none to be had.</summary>
    private protected abstract Task<string> NewDatabaseAsync();

    [SkippableFact]
    public async Task Of_two_nodes_that_start_with_a_new_certificate_at_once_one_seals_the_keys_anew_and_both_open_them()
    {
        var target = await OpenAsync();
        await PlantAsync(await NodeAsync(target, First));

        var log = new FakeLogger<KeyStore>();
        var nodes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => NodeAsync(target, Second, First, log))));

        foreach (var node in nodes) await ReadAsync(node);
        Assert.Equal("The stored keys were sealed anew with Security:KeyCertificate; Security:PreviousKeyCertificate is not needed any more.",
            Assert.Single(log.Collector.GetSnapshot()).Message);
        await ReadAsync(await NodeAsync(target, Second));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => NodeAsync(target, First));
    }

    [SkippableFact]
    public async Task A_start_that_dies_while_it_seals_the_keys_anew_leaves_them_as_they_were()
    {
        var target = await OpenAsync();
        await PlantAsync(await NodeAsync(target, First));

        await Assert.ThrowsAsync<TimeoutException>(() => NodeAsync(target, new DyingWrap(), new CertificateKeyWrap(First)));

        await ReadAsync(await NodeAsync(target, First));
    }

    [SkippableFact]
    public async Task After_a_rotation_nothing_needs_the_old_key()
    {
        var target = await OpenAsync();
        var node = await NodeAsync(target, First);
        await PlantAsync(node);
        var sealedBefore = Assert.Single(await node.Rotation.UsesAsync());

        var done = await node.Rotation.RunAsync();

        Assert.Equal(((byte)2, true, sealedBefore.Values), (done.Number, done.IsNew, done.Renewed));
        Assert.Equal([(1, Now, 0), (2, Now, sealedBefore.Values)], (await node.Rotation.UsesAsync()).Select(use => (use.Number, use.Made!.Value, use.Values)));
        await node.Store.Write(db => db.Values.Where(v => v.Key == "keys/column/1").ExecuteDeleteAsync());
        var later = await NodeAsync(target, First);
        await ReadAsync(later);
        Assert.Equal(2, Assert.Single(await later.Rotation.UsesAsync()).Number);
    }

    [SkippableFact]
    public async Task A_rotation_that_was_cut_off_is_finished_by_the_next_run_before_there_is_another_key()
    {
        var target = await OpenAsync();
        var node = await NodeAsync(target, First);
        await PlantAsync(node);
        await node.Keys.AddColumnKeyAsync(default);
        node = await NodeAsync(target, First);
        await node.Store.Write(db => PlantAsync(db, "written-between"));
        var uses = await node.Rotation.UsesAsync();
        Assert.All(uses, use => Assert.True(use.Values > 0));

        Assert.Equal(new Rotation(2, IsNew: false, uses[0].Values), await node.Rotation.RunAsync());
        await ReadAsync(node);
        Assert.Equal((3, true), ((await node.Rotation.RunAsync()) is var again ? (again.Number, again.IsNew) : default));
    }

    [SkippableFact]
    public async Task What_was_written_over_meanwhile_is_left_as_it_is()
    {
        var node = await NodeAsync(await OpenAsync(), First);
        await PlantAsync(node);
        await using var look = node.Store.Read();
        foreach (var column in SealedColumn.Of(look))
            await foreach (var value in column.OlderThanAsync(look, 2, default))
            {
                if (node.Cipher.Reveal(value.Bytes) != Planted) continue;
                await node.Store.Write(db => db.Transcript.ExecuteUpdateAsync(row => row.SetProperty(t => t.Text, "Written over.")));
                await node.Store.Write(db => column.ReplaceAsync(db, value, node.Cipher.Renew(value.Bytes), default));
            }

        await using var db = node.Store.Read();
        Assert.Equal("Written over.", (await db.Transcript.SingleAsync()).Text);
    }

    [SkippableFact]
    public async Task What_was_written_before_its_column_was_encrypted_is_read_as_before_and_stands_readable_no_longer()
    {
        var target = await OpenAsync();
        var node = await NodeAsync(target, First);
        await node.Store.Write(db =>
        {
            db.Conversations.Add(Rows.Conversation("planted"));
            db.Handoffs.Add(new HandoffTicket { Id = "planted", ClinicId = "mind-balance", Kind = HandoffKind.Call, Summary = "[]", WaitingSince = Now });
            db.Consents.Add(new ConsentEntry { ClinicId = "mind-balance", Phone = "+1", PhoneHash = "1", Purpose = ConsentPurpose.All, Granted = false, Method = "paper", By = "Dana", At = Now });
            return Task.CompletedTask;
        });
        await MigrateAsync(target, "TranscriptSearch");
        foreach (var update in (string[])["UPDATE \"Conversations\" SET \"UserId\" = {0}", "UPDATE \"Handoffs\" SET \"Outcome\" = {0}", "UPDATE \"Consents\" SET \"Method\" = {0}"])
            await node.Store.Write(db => db.Database.ExecuteSqlRawAsync(update, Planted));
        await MigrateAsync(target, null);

        var late = new LateSeals(node.Store, node.Cipher);
        await Task.WhenAll(late.SealAsync(default), late.SealAsync(default));
        await late.SealAsync(default);
        await using var db = node.Store.Read();
        Assert.Equal((Planted, Planted, Planted), ((await db.Conversations.SingleAsync()).UserId, (await db.Handoffs.SingleAsync()).Outcome, (await db.Consents.SingleAsync()).Method));
        Assert.All(await node.Rotation.UsesAsync(), use => Assert.True(use.IsStored));
        foreach (var column in SealedColumn.Of(db)) await foreach (var value in column.UnsealedAsync(db, default)) Assert.Fail($"{value.Row[0]} is not sealed.");
    }

    private static async Task MigrateAsync(DatabaseTarget target, string? to)
    {
        await using var db = StoreOf(target, new ColumnCipher()).Read();
        await db.GetService<IMigrator>().MigrateAsync(to);
    }

    private async Task<DatabaseTarget> OpenAsync()
    {
        var target = DatabaseTarget.Read(await NewDatabaseAsync(), Path.GetTempPath());
        await using var db = StoreOf(target, new ColumnCipher()).Read();
        await db.Database.MigrateAsync();
        return target;
    }

    private static ClinicStore StoreOf(DatabaseTarget target, ColumnCipher cipher)
    {
        var gate = new WriteGate(oneWriter: !target.IsPostgres);
        return new ClinicStore(new ClinicDbFactory(target, cipher, gate), gate, target);
    }

    private static Task<Node> NodeAsync(DatabaseTarget target, X509Certificate2 present, X509Certificate2? previous = null, FakeLogger<KeyStore>? log = null) =>
        NodeAsync(target, new CertificateKeyWrap(present), previous is null ? null : new CertificateKeyWrap(previous), log);

    private static async Task<Node> NodeAsync(DatabaseTarget target, IKeyWrap present, IKeyWrap? previous, FakeLogger<KeyStore>? log = null)
    {
        var cipher = new ColumnCipher();
        var store = StoreOf(target, cipher);
        var keys = new KeyStore(store, cipher, new KeySeals(present, previous), new FakeTimeProvider(Now), log ?? new FakeLogger<KeyStore>());
        await keys.OpenAsync(default);
        return new Node(store, cipher, keys, new KeyRotation(store, keys, cipher));
    }

    private static Task PlantAsync(Node node) => node.Store.Write(async db =>
    {
        await PlantAsync(db, "planted");
        db.Users.Add(new CommsBot.Staff.StaffUser { Id = "dana", UserName = "Dana" });
        db.UserTokens.Add(new IdentityUserToken<string> { UserId = "dana", LoginProvider = "[AspNetUserStore]", Name = "AuthenticatorKey", Value = Convert.ToBase64String(node.Cipher.Protect(Planted)) });
        db.DataProtectionKeys.Add(new DataProtectionKey
        {
            Xml = new XElement("key", new XElement("encryptedSecret", new KeyXmlEncryptor(node.Cipher).Encrypt(new XElement("secret", Planted)).EncryptedElement)).ToString(),
        });
    });

    private static Task PlantAsync(ClinicDb db, string id)
    {
        db.Conversations.Add(Rows.Conversation(id, state: Planted));
        if (id == "planted") db.Transcript.Add(new TranscriptEntry { ConversationId = id, Sequence = 1, ClinicId = "mind-balance", From = Speaker.Patient, Text = Planted, At = Now });
        return Task.CompletedTask;
    }

    private static async Task ReadAsync(Node node)
    {
        await using var db = node.Store.Read();
        Assert.Equal((Planted, Planted), ((await db.Conversations.SingleAsync(c => c.Id == "planted")).State, (await db.Transcript.SingleAsync()).Text));
        Assert.Equal([Planted, $"<secret>{Planted}</secret>"], (await SealedText.OfAsync(db, default)).Select(text => node.Cipher.Reveal(text.Bytes)));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=CommsBot test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }

    /// <summary>Seals one key, then the process is gone.</summary>
    private sealed class DyingWrap : IKeyWrap
    {
        private bool used;

        public byte[] Wrap(byte[] key)
        {
            if (used) throw new TimeoutException();
            used = true;
            return key;
        }

        public byte[] Unwrap(byte[] wrapped) => throw new CryptographicException();
    }

    private sealed record Node(ClinicStore Store, ColumnCipher Cipher, KeyStore Keys, KeyRotation Rotation);
}
