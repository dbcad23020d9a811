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
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommsBot.Storage;

/// <summary>Keys, indexes and which columns are encrypted. Property names are the column names on both databases.</summary>
internal static class ClinicModel
{
    public static void Describe(ModelBuilder model, ColumnCipher cipher)
    {
        var secret = new ProtectedText(cipher);

        model.Entity<Conversation>(row =>
        {
            row.HasKey(c => c.Id);
            row.Encrypt(secret, nameof(Conversation.UserId), nameof(Conversation.Phone), nameof(Conversation.State), nameof(Conversation.Reference));
            row.HasIndex(c => new { c.ClinicId, c.Channel, c.PhoneHash }).IsUnique();
            row.Property(c => c.Version).IsConcurrencyToken();
            row.Property(c => c.LastSequence).IsConcurrencyToken();
            row.Ignore(c => c.BotOwns);
            row.HasIndex(c => c.OwnedUntil);
            row.HasIndex(c => c.UnansweredSince);
            row.HasIndex(c => new { c.Source, c.StartedAt });
        });
        model.Entity<TranscriptEntry>(row =>
        {
            row.HasKey(t => new { t.ConversationId, t.Sequence });
            row.Encrypt(secret, nameof(TranscriptEntry.Text), nameof(TranscriptEntry.Activity));
            // Staff's search reads the newest first until it has found enough.
            row.HasIndex(t => new { t.ClinicId, t.From, t.At });
        });
        model.Entity<InboundMessage>(row =>
        {
            row.HasKey(i => i.Id);
            row.Encrypt(secret, nameof(InboundMessage.Text));
            row.HasIndex(i => new { i.Provider, i.ClinicId, i.ProviderId }).IsUnique();
            row.HasIndex(i => new { i.State, i.ConversationId, i.Id });
        });
        model.Entity<HandoffTicket>(row =>
        {
            row.HasKey(h => h.Id);
            row.Encrypt(secret, nameof(HandoffTicket.Patient), nameof(HandoffTicket.Summary), nameof(HandoffTicket.Outcome));
            row.HasIndex(h => new { h.ClinicId, h.State, h.Urgency, h.WaitingSince });
            row.HasIndex(h => h.ConversationId);
            row.HasIndex(h => new { h.ClinicId, h.AppointmentId });
            row.HasIndex(h => new { h.ClinicId, h.UniqueKey }).IsUnique();
        });
        model.Entity<HandoffNote>(row =>
        {
            row.HasKey(n => n.Id);
            row.Encrypt(secret, nameof(HandoffNote.Text));
            row.HasIndex(n => n.TicketId);
        });
        model.Entity<PatientLink>(row =>
        {
            row.HasKey(l => l.Id);
            row.Encrypt(secret, nameof(PatientLink.UndoneFor));
            row.HasIndex(l => new { l.ConversationId, l.UndoneAt });
            row.HasIndex(l => l.PatientId);
        });
        model.Entity<IdentityCode>(row =>
        {
            row.HasKey(c => c.Id);
            row.HasIndex(c => new { c.ConversationId, c.SentAt });
            row.HasIndex(c => new { c.PatientId, c.SentAt });
            row.HasIndex(c => new { c.State, c.ExpiresAt });
        });
        model.Entity<NoteMention>(row =>
        {
            row.HasKey(m => m.Id);
            row.HasIndex(m => new { m.Person, m.SeenAt });
            row.HasIndex(m => m.TicketId);
        });
        model.Entity<GlassBreak>(row =>
        {
            row.HasKey(g => g.Id);
            row.Encrypt(secret, nameof(GlassBreak.Reason));
            row.HasIndex(g => new { g.ClinicId, g.Until });
        });
        model.Entity<Viewer>(row => row.HasKey(v => new { v.LookedAt, v.Person }));
        model.Entity<StaffNotice>(row =>
        {
            row.HasKey(n => n.Id);
            row.Property(n => n.Attempt).IsConcurrencyToken();
            row.HasIndex(n => n.UniqueKey).IsUnique();
            row.HasIndex(n => new { n.State, n.NotBefore });
            row.HasIndex(n => new { n.ClinicId, n.Route, n.At });
        });
        model.Entity<LaterMessage>(row =>
        {
            row.HasKey(m => m.Id);
            row.Encrypt(secret, nameof(LaterMessage.Text));
            row.HasIndex(m => new { m.State, m.DueAt });
            row.HasIndex(m => m.ConversationId);
        });
        model.Entity<ConsentEntry>(row =>
        {
            row.HasKey(c => c.Id);
            row.Encrypt(secret, nameof(ConsentEntry.Phone), nameof(ConsentEntry.Text), nameof(ConsentEntry.Method));
            row.HasIndex(c => new { c.ClinicId, c.PhoneHash, c.Purpose, c.Id });
        });
        model.Entity<Patient>(row =>
        {
            row.HasKey(p => p.Id);
            row.Encrypt(secret, nameof(Patient.ExternalId), nameof(Patient.FirstName), nameof(Patient.LastName), nameof(Patient.Phone), nameof(Patient.BirthDate));
            row.HasIndex(p => new { p.ClinicId, p.PhoneHash });
            row.HasIndex(p => new { p.ClinicId, p.ExternalIdHash });
        });
        model.Entity<Caregiver>(row =>
        {
            row.HasKey(c => c.Id);
            row.Encrypt(secret, nameof(Caregiver.Name), nameof(Caregiver.Phone), nameof(Caregiver.Relation), nameof(Caregiver.Proof));
            row.HasIndex(c => new { c.ClinicId, c.PhoneHash });
            row.HasIndex(c => new { c.ClinicId, c.PatientId });
            row.HasIndex(c => new { c.EndedAt, c.Until });
        });
        model.Entity<Appointment>(row =>
        {
            row.HasKey(a => new { a.ClinicId, a.Id });
            row.Encrypt(secret, nameof(Appointment.Driver), nameof(Appointment.ToldTo));
            row.HasIndex(a => new { a.ClinicId, a.StartsAt });
            row.HasIndex(a => new { a.ClinicId, a.SourceId });
            row.HasIndex(a => a.PatientId);
        });
        model.Entity<ContactBlock>(row =>
        {
            row.HasKey(b => b.Id);
            row.Encrypt(secret, nameof(ContactBlock.LiftedFor));
            row.HasIndex(b => new { b.ClinicId, b.PhoneHash });
            row.HasIndex(b => new { b.ClinicId, b.PatientId });
        });
        model.Entity<Closure>(row =>
        {
            row.HasKey(c => c.Id);
            row.HasIndex(c => new { c.ClinicId, c.Until });
        });
        model.Entity<PlannedCall>(row =>
        {
            row.HasKey(c => c.Id);
            row.HasIndex(c => new { c.ClinicId, c.AppointmentId, c.PlanVersion, c.Reason, c.Step }).IsUnique();
            row.HasIndex(c => new { c.State, c.OpensAt });
        });
        model.Entity<CheckInAnswer>(row =>
        {
            row.HasKey(c => c.Id);
            row.Encrypt(secret, nameof(CheckInAnswer.Score), nameof(CheckInAnswer.Symptoms));
            row.HasIndex(c => new { c.ClinicId, c.PatientId });
        });
        DescribeOutbox(model, secret);
        DescribeRest(model, secret);
    }

    private static void DescribeOutbox(ModelBuilder model, ProtectedText secret)
    {
        model.Entity<OutboundMessage>(row =>
        {
            row.HasKey(m => m.Id);
            row.Encrypt(secret, nameof(OutboundMessage.To), nameof(OutboundMessage.Body), nameof(OutboundMessage.Activity));
            row.Property(m => m.State).IsConcurrencyToken();
            row.Property(m => m.Attempt).IsConcurrencyToken();
            row.HasIndex(m => m.UniqueKey).IsUnique();
            row.HasIndex(m => m.ProviderSid).IsUnique();
            // As a number, so that an index gives the order of claims: most urgent first.
            row.Property(m => m.Class).HasConversion<int>();
            row.HasIndex(m => new { m.ClinicId, m.State, m.Class, m.DueAt });
            row.HasIndex(m => new { m.State, m.NotBefore });
            row.HasIndex(m => new { m.State, m.LeaseUntil });
            row.HasIndex(m => new { m.ClinicId, m.AppointmentId });
            row.HasIndex(m => new { m.ClinicId, m.ToHash, m.SentAt });
        });
        model.Entity<OutboundAttempt>(row =>
        {
            row.HasKey(a => a.Id);
            row.HasIndex(a => new { a.MessageId, a.Attempt });
        });
        model.Entity<DeliveryEvent>(row =>
        {
            row.HasKey(e => e.Id);
            row.HasIndex(e => new { e.ProviderSid, e.Status }).IsUnique();
        });
    }

    private static void DescribeRest(ModelBuilder model, ProtectedText secret)
    {
        model.Entity<OpenQuestion>(row =>
        {
            row.HasKey(q => q.Id);
            row.Encrypt(secret, nameof(OpenQuestion.Text));
            row.HasIndex(q => new { q.ClinicId, q.GroupHash }).IsUnique();
        });
        model.Entity<ModelUse>(row => row.HasKey(use => new { use.ClinicId, use.Day }));
        model.Entity<Feedback>(row =>
        {
            row.HasKey(f => new { f.ConversationId, f.AnswerId });
            row.HasIndex(f => new { f.ClinicId, f.At });
        });
        model.Entity<AuditEvent>(row =>
        {
            row.HasKey(e => e.Id);
            row.HasIndex(e => new { e.ClinicId, e.At });
            row.HasIndex(e => e.Number).IsUnique();
        });
        model.Entity<LegalHold>(row =>
        {
            row.HasKey(h => h.Id);
            row.Encrypt(secret, nameof(LegalHold.Reason));
            row.HasIndex(h => h.ClinicId);
        });
        model.Entity<OwedDeletion>(row =>
        {
            row.HasKey(d => d.Sid);
            row.HasIndex(d => d.NotBefore);
        });
        model.Entity<ContentApproval>(row =>
        {
            row.HasKey(a => a.Id);
            row.HasIndex(a => new { a.ContentId, a.Language, a.Form });
        });
        model.Entity<ContentReturn>(row => row.HasKey(r => r.Id));
        model.Entity<ContentRecall>(row => row.HasKey(r => r.Id));
        model.DescribePasskeys();
        model.Entity<StoredValue>(row => row.HasKey(v => v.Key));
        model.Entity<ClusterVersion>(row => row.HasKey(v => v.Id));
        model.Entity<ClusterNode>(row => row.HasKey(n => n.Address));
    }

    private static void Encrypt<T>(this EntityTypeBuilder<T> row, ProtectedText secret, params string[] properties) where T : class
    {
        foreach (var property in properties) row.Property(property).HasConversion(secret);
    }
}
