using System.Diagnostics;
using CommsBot.Conversations;
using CommsBot.Storage;
using CommsBot.Tests.House;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Storage;

/// <summary>What a database accepts and refuses to be opened with.</summary>
public sealed class InstallationTests
{
    private const string WrongKeys = "The keys in the database were sealed with another certificate or key file (Security:KeyCertificate, Security:DevelopmentKeyFile).";

    [Fact]
    public async Task A_development_key_opens_what_it_sealed_and_another_one_is_refused()
    {
        using var house = new Installation();
        byte[] first;
        await using (var app = await house.OpenAsync()) first = app.Services.GetRequiredService<KeyStore>().ChatTokenKey;
        await using (var app = await house.OpenAsync()) Assert.Equal(first, app.Services.GetRequiredService<KeyStore>().ChatTokenKey);
        Assert.Equal([WrongKeys], await Installation.RefusalAsync(house.Development($"--Security:DevelopmentKeyFile={house.File("other.key")}")));
    }

    [Fact]
    public async Task A_certificate_opens_what_it_sealed_and_another_one_is_refused()
    {
        using var house = new Installation();
        string[] With(string certificate) => house.Development($"--Security:KeyCertificate={house.Certificate(certificate)}", "--Security:KeyCertificatePassword=of the tests");
        await (await CommsBotHost.CreateAsync(With("first.pfx"))).DisposeAsync();
        await (await CommsBotHost.CreateAsync(With("first.pfx"))).DisposeAsync();
        Assert.Equal([WrongKeys], await Installation.RefusalAsync(With("second.pfx")));
        Assert.Equal([WrongKeys], await Installation.RefusalAsync(house.Development()));
    }

    [Fact]
    public async Task Two_installations_in_one_process_keep_their_keys_apart()
    {
        using var one = new Installation();
        using var two = new Installation();
        await using var first = await one.OpenAsync();
        await using var second = await two.OpenAsync();
        foreach (var app in new[] { first, second })
        {
            await Installation.Store(app).Write(db =>
            {
                db.Conversations.Add(Rows.Conversation("same-id", state: "a secret of its own"));
                return Task.CompletedTask;
            });
        }

        foreach (var app in new[] { first, second })
        {
            await using var db = Installation.Store(app).Read();
            Assert.Equal("a secret of its own", (await db.Conversations.SingleAsync(c => c.Id == "same-id")).State);
        }

        Assert.NotEqual(first.Services.GetRequiredService<ColumnCipher>().LookUpHash("+12815550100"), second.Services.GetRequiredService<ColumnCipher>().LookUpHash("+12815550100"));
    }

    [Fact]
    public async Task A_second_service_on_the_same_file_is_refused()
    {
        using var house = new Installation();
        await using var app = await house.OpenAsync();
        Assert.Equal([$"Another process works on the database {house.Database}."], await Installation.RefusalAsync(house.Development()));
    }

    [Fact]
    public async Task A_verb_visits_beside_a_running_service()
    {
        using var house = new Installation();
        await using var app = await house.OpenAsync();
        await using var visitor = await CommsBotHost.CreateAsync(house.Development(), use: DatabaseUse.Visit);
        await using var db = Installation.Store(visitor).Read();
        Assert.True(await db.Values.AnyAsync());
    }

    [Fact]
    public async Task A_migration_that_was_killed_does_not_hang_the_next_start()
    {
        using var house = new Installation();
        await (await house.OpenAsync()).DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={house.Database};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """
                DELETE FROM __EFMigrationsHistory; CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER PRIMARY KEY, Timestamp TEXT NOT NULL);
                INSERT OR REPLACE INTO __EFMigrationsLock VALUES (1, '2026-11-22 00:00:00+00:00');
                """;
            await command.ExecuteNonQueryAsync();
        }

        var started = Stopwatch.GetTimestamp();
        var faults = await Installation.RefusalAsync(house.Development());
        Assert.StartsWith("The database cannot be used: SQLite Error 1: 'table", Assert.Single(faults));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task A_demonstration_never_becomes_real()
    {
        using var house = new Installation();
        await (await house.OpenAsync()).DisposeAsync();
        Assert.Equal(["This is a demonstration database: it opens only with Simulator:Enabled, so that no simulated patient is ever texted."],
            await Installation.RefusalAsync(house.Development("--Simulator:Enabled=false")));
    }

    [Fact]
    public async Task A_real_database_is_never_simulated()
    {
        using var house = new Installation();
        await (await house.OpenAsync("--Simulator:Enabled=false")).DisposeAsync();
        Assert.Equal(["This is a real database: it never opens with Simulator:Enabled."], await Installation.RefusalAsync(house.Development()));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        using var house = new Installation();
        Directory.CreateDirectory(Path.GetDirectoryName(house.Database)!);
        await File.WriteAllTextAsync(house.Database, new string('x', 5000));
        Assert.Equal([$"The file {house.Database} is not a usable SQLite database."], await Installation.RefusalAsync(house.Development()));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        using var house = new Installation();
        await File.WriteAllTextAsync(Path.GetDirectoryName(house.Database)!, "a file where the folder should be");
        Assert.StartsWith("The folder of the database cannot be used: ", Assert.Single(await Installation.RefusalAsync(house.Development())));
    }

    [Fact]
    public async Task A_database_that_another_program_holds_is_named()
    {
        using var house = new Installation();
        await (await house.OpenAsync()).DisposeAsync();
        // A connection that idles in the pool would leave the other program less than the whole file.
        SqliteConnection.ClearAllPools();
        await using var holder = new SqliteConnection($"Data Source={house.Database};Pooling=False");
        await holder.OpenAsync();
        await using var command = holder.CreateCommand();
        command.CommandText = "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;";
        await command.ExecuteNonQueryAsync();
        var refusal = await Installation.RefusalAsync(house.Development($"--ConnectionStrings:CommsBot=Data Source={house.Database};Default Timeout=1"));
        Assert.Equal([$"The database {house.Database} is locked by another program."], refusal);
    }
}
