using System.Text;
using CommsBot.Appointments;
using CommsBot.Consent;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CommsBot.PeerTests.Storage;

/// <summary>The service on PostgreSQL does what it does on SQLite.</summary>
public sealed class PostgresTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset At = new(2026, 12, 1, 8, 0, 0, TimeSpan.FromHours(-6));

    [SkippableFact]
    public async Task A_question_is_answered_and_a_wish_reaches_the_staff()
    {
        await using var service = await Service.StartAsync(await postgres.NewDatabaseAsync());
        using var line = await Line.OpenAsync(service.Address);
        await line.SayAsync("What is CRPS?");
        Assert.Equal(["greeting", "answered"], await line.OutcomesAsync(2));
        await line.SayAsync("Can I talk to a person?");
        Assert.Equal("handoff", (await line.OutcomesAsync(3))[2]);
        await using var db = service.App.Services.GetRequiredService<ClinicStore>().Read();
        var ticket = await db.Handoffs.SingleAsync(row => row.ConversationId == line.Conversation);
        Assert.Equal(("mind-balance", HandoffState.Waiting), (ticket.ClinicId, ticket.State));
        Assert.Equal(5, await db.Transcript.CountAsync(row => row.ConversationId == line.Conversation));
    }

    [SkippableFact]
    public async Task A_restart_finds_the_conversation_and_migrates_nothing_twice()
    {
        var database = await postgres.NewDatabaseAsync();
        var applied = 0;
        await using (var first = await Service.StartAsync(database))
        {
            using var line = await Line.OpenAsync(first.Address);
            await line.SayAsync("What is CRPS?");
            await line.OutcomesAsync(2);
            applied = await AppliedAsync(first);
        }

        await using var second = await Service.StartAsync(database);
        Assert.Equal(applied, await AppliedAsync(second));
        await using var db = second.App.Services.GetRequiredService<ClinicStore>().Read();
        Assert.Equal(1, await db.Conversations.CountAsync());
        Assert.Contains("CRPS is short for", string.Concat((await db.Transcript.Select(row => row.Text).ToListAsync()).Select(text => text.Replace("**", ""))));
    }

    [SkippableFact]
    public async Task Consent_and_appointments_are_kept_to_the_microsecond()
    {
        await using var service = await Service.StartAsync(await postgres.NewDatabaseAsync());
        var store = service.App.Services.GetRequiredService<ClinicStore>();
        var phone = PhoneNumber.Parse("+12815550123")!;
        await store.Write(db =>
        {
            var hash = db.Cipher.LookUpHash(phone.E164);
            db.Patients.Add(new Patient { Id = "p1", ClinicId = "mind-balance", FirstName = "Ana", Phone = phone.E164, PhoneHash = hash });
            db.Consents.Add(new ConsentEntry { ClinicId = "mind-balance", Phone = phone.E164, PhoneHash = hash, Purpose = ConsentPurpose.Preparation, Granted = true, Method = "web", By = "patient", At = At });
            db.Appointments.Add(new Appointment { ClinicId = "mind-balance", Id = "a1", PatientId = "p1", StartsAt = At, Protocol = "infusion", Status = AppointmentStatus.Booked });
            return Task.CompletedTask;
        });

        await using var read = store.Read();
        Assert.Equal(At, (await read.Appointments.SingleAsync(row => row.Id == "a1")).StartsAt);
        Assert.Equal(phone.E164, (await read.Patients.SingleAsync(row => row.PhoneHash == read.Cipher.LookUpHash(phone.E164))).Phone);
        Assert.True(await ConsentLedger.Allowed(read, "mind-balance", read.Cipher.LookUpHash(phone.E164), ConsentPurpose.Preparation));
    }

    [SkippableFact]
    public async Task A_dump_holds_nothing_of_what_a_patient_said_or_who_they_are()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var service = await Service.StartAsync(database);
        using var line = await Line.OpenAsync(service.Address);
        await line.SayAsync("I am Zebulon Quartzfield, call me at 281-555-0173");
        await line.OutcomesAsync(2);
        await line.SayAsync("Can I talk to a person?");
        await line.OutcomesAsync(3);

        var dump = await DumpAsync(database);
        Assert.Contains(line.Conversation, dump);
        foreach (var planted in (string[])["Zebulon", "Quartzfield", "555-0173", "5550173"])
        {
            Assert.DoesNotContain(planted, dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(planted)), dump, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void The_migrations_of_both_databases_are_those_of_the_model()
    {
        using var sqlite = new SqliteDesign().CreateDbContext([]);
        using var postgresDb = new PostgresDesign().CreateDbContext([]);
        Assert.False(sqlite.Database.HasPendingModelChanges(), "SQLite");
        Assert.False(postgresDb.Database.HasPendingModelChanges(), "PostgreSQL");
    }

    /// <summary>Every row of every table as the server writes it out.</summary>
    private static async Task<string> DumpAsync(string database)
    {
        await using var server = NpgsqlDataSource.Create(database);
        var tables = new List<string>();
        await using (var names = await server.CreateCommand("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'").ExecuteReaderAsync())
            while (await names.ReadAsync()) tables.Add(names.GetString(0));
        var dump = new StringBuilder();
        foreach (var table in tables)
        {
            await using var rows = await server.CreateCommand($"SELECT t::text FROM {table} t").ExecuteReaderAsync();
            while (await rows.ReadAsync()) dump.AppendLine(rows.GetString(0));
        }

        return dump.ToString();
    }

    private static async Task<int> AppliedAsync(Service service)
    {
        await using var db = service.App.Services.GetRequiredService<ClinicStore>().Read();
        return (await db.Database.GetAppliedMigrationsAsync()).Count();
    }
}
