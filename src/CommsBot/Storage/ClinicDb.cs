using CommsBot.Answers;
using CommsBot.Appointments;
using CommsBot.Appointments.Closing;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Handoff.Notices;
using CommsBot.Model;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Retention;
using CommsBot.Staff;
using CommsBot.Staff.Glass;
using CommsBot.Staff.Presence;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Storage;

/// <summary>
/// Everything the service remembers. Lives for one read or one transaction; writes go through <see cref="ClinicStore.Write"/>, and whatever
/// saves on its own (sign-in, key store) is taken through the same gate by <see cref="SaveChangesAsync(bool, CancellationToken)"/>.
/// </summary>
internal abstract class ClinicDb(DbContextOptions options) : IdentityUserContext<StaffUser>(options), IDataProtectionKeyContext
{
    private WriteGate gate = null!;

    public ColumnCipher Cipher { get; private set; } = null!;

    /// <summary>By when a call that is opened in this transaction must be made; null where no clinic is known, as while the schema changes.</summary>
    public VisitDue? Due { get; private set; }

    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<TranscriptEntry> Transcript => Set<TranscriptEntry>();
    public DbSet<InboundMessage> Inbound => Set<InboundMessage>();
    public DbSet<HandoffTicket> Handoffs => Set<HandoffTicket>();
    public DbSet<PatientLink> PatientLinks => Set<PatientLink>();
    public DbSet<IdentityCode> IdentityCodes => Set<IdentityCode>();
    public DbSet<HandoffNote> HandoffNotes => Set<HandoffNote>();
    public DbSet<NoteMention> NoteMentions => Set<NoteMention>();
    public DbSet<GlassBreak> GlassBreaks => Set<GlassBreak>();
    public DbSet<Viewer> Viewers => Set<Viewer>();
    public DbSet<StaffNotice> Notices => Set<StaffNotice>();
    public DbSet<LaterMessage> LaterMessages => Set<LaterMessage>();
    public DbSet<ConsentEntry> Consents => Set<ConsentEntry>();
    public DbSet<Patient> Patients => Set<Patient>();
    public DbSet<Caregiver> Caregivers => Set<Caregiver>();
    public DbSet<Appointment> Appointments => Set<Appointment>();
    public DbSet<ContactBlock> ContactBlocks => Set<ContactBlock>();
    public DbSet<Closure> Closures => Set<Closure>();
    public DbSet<LegalHold> LegalHolds => Set<LegalHold>();
    public DbSet<OwedDeletion> OwedDeletions => Set<OwedDeletion>();
    public DbSet<PlannedCall> PlannedCalls => Set<PlannedCall>();
    public DbSet<CheckInAnswer> CheckIns => Set<CheckInAnswer>();
    public DbSet<OutboundMessage> Outbound => Set<OutboundMessage>();
    public DbSet<OutboundAttempt> OutboundAttempts => Set<OutboundAttempt>();
    public DbSet<DeliveryEvent> DeliveryEvents => Set<DeliveryEvent>();
    public DbSet<OpenQuestion> Questions => Set<OpenQuestion>();
    public DbSet<ModelUse> ModelUses => Set<ModelUse>();
    public DbSet<Feedback> Feedback => Set<Feedback>();
    public DbSet<AuditEvent> Audit => Set<AuditEvent>();
    public DbSet<ContentApproval> Approvals => Set<ContentApproval>();
    public DbSet<ContentReturn> Returns => Set<ContentReturn>();
    public DbSet<ContentRecall> Recalls => Set<ContentRecall>();
    public DbSet<StoredValue> Values => Set<StoredValue>();
    public DbSet<ClusterVersion> ClusterVersions => Set<ClusterVersion>();
    public DbSet<ClusterNode> ClusterNodes => Set<ClusterNode>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>A pooled context is made from its options alone; the factory gives it the rest before anything is asked of it.</summary>
    public void Belong(ColumnCipher cipher, WriteGate writers, VisitDue? due = null) => (Cipher, gate, Due) = (cipher, writers, due);

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcMicroseconds>();
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        ClinicModel.Describe(model, Cipher);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        using var pass = gate.Enter();
        AuditChain.KeepWhole(this);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default)
    {
        using var pass = await gate.EnterAsync(ct);
        AuditChain.KeepWhole(this);
        // At each save, not at the commit: an act that saves halfway would leave its events without a number.
        await AuditChain.SealAsync(this, ct);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
    }
}

internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : ClinicDb(options);

internal sealed class PostgresDb(DbContextOptions<PostgresDb> options) : ClinicDb(options);
