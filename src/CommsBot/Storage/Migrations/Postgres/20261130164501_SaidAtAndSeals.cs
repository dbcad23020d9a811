using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommsBot.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SaidAtAndSeals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SaidAt",
                table: "Conversations",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            // On a real database clinic time is the machine's.
            migrationBuilder.Sql("""UPDATE "Conversations" SET "SaidAt" = CASE WHEN "StaffSaidAt" > "LastPatientAt" THEN "StaffSaidAt" ELSE "LastPatientAt" END""");

            migrationBuilder.CreateIndex(
                name: "IX_Conversations_Source_StartedAt",
                table: "Conversations",
                columns: new[] { "Source", "StartedAt" });

            // The bytes of the text; LateSeals seals them once the keys are open.
            migrationBuilder.Sql("""ALTER TABLE "Conversations" ALTER COLUMN "UserId" TYPE bytea USING convert_to("UserId", 'UTF8')""");
            migrationBuilder.Sql("""ALTER TABLE "Handoffs" ALTER COLUMN "Outcome" TYPE bytea USING convert_to("Outcome", 'UTF8')""");
            migrationBuilder.Sql("""ALTER TABLE "Consents" ALTER COLUMN "Method" TYPE bytea USING convert_to("Method", 'UTF8')""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Without the key nothing can be opened: what was sealed stays so, in hexadecimal.
            migrationBuilder.Sql("""ALTER TABLE "Conversations" ALTER COLUMN "UserId" TYPE text USING encode("UserId", 'hex')""");
            migrationBuilder.Sql("""ALTER TABLE "Handoffs" ALTER COLUMN "Outcome" TYPE text USING encode("Outcome", 'hex')""");
            migrationBuilder.Sql("""ALTER TABLE "Consents" ALTER COLUMN "Method" TYPE text USING encode("Method", 'hex')""");

            migrationBuilder.DropIndex(
                name: "IX_Conversations_Source_StartedAt",
                table: "Conversations");

            migrationBuilder.DropColumn(
                name: "SaidAt",
                table: "Conversations");
        }
    }
}
